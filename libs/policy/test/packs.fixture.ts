import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compilePack, type CompiledPack, type PackSource } from '../src/index.js';

export const PACKS = join(import.meta.dirname, '../../../apps/benefits/packs');

export function sourcesOf(pack: string): readonly PackSource[] {
  const folder = join(PACKS, pack);
  const files = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return files.map((file) => ({ file, text: readFileSync(join(folder, file), 'utf8') }));
}

const compiled = new Map<string, CompiledPack>();

/** A released pack; packs are data, so the tests read the real ones. */
export function packOf(pack: string): CompiledPack {
  let found = compiled.get(pack);
  if (!found) compiled.set(pack, (found = compilePack(sourcesOf(pack))));
  return found;
}

export const ALL_PACKS = readdirSync(PACKS, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
