import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CompiledPack } from '@doorstep/policy';
import { compilePack } from '@doorstep/policy';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../packs');

/** A pack as the service itself would compile it. */
export function releasedPack(packId: string): CompiledPack {
  const files = readdirSync(join(root, packId))
    .filter((file) => file.endsWith('.yaml'))
    .sort();
  return compilePack(files.map((file) => ({ file, text: readFileSync(join(root, packId, file), 'utf8') })));
}
