import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledPack } from '@doorstep/policy';
import { compilePack } from '@doorstep/policy';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../packs');

/** The text of the only version of a pack. */
export function releasedText(packId: string): string {
  const [file = '', ...others] = readdirSync(join(root, packId)).filter((name) => name.endsWith('.yaml'));
  if (others.length > 0) throw new Error(`${packId} has several versions`);
  return readFileSync(join(root, packId, file), 'utf8');
}

/** A pack as the service itself would compile it. */
export function releasedPack(packId: string): CompiledPack {
  const files = readdirSync(join(root, packId))
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return compilePack(files.map((file) => ({ file, text: readFileSync(join(root, packId, file), 'utf8') })));
}
