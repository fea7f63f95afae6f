import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compilePack, type CompiledPack, type PackSource } from '@doorstep/policy';

/** The folder of the released packs, found upwards from this file, whether it runs from sources or from `dist`. */
export function releasedPacks(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'packs'))) {
    const above = dirname(folder);
    if (above === folder) throw new Error('the folder of policy packs is missing');
    folder = above;
  }
  return join(folder, 'packs');
}

/** The documents of one pack: a folder of YAML files, or one file. */
export function packSources(path: string): readonly PackSource[] {
  if (!statSync(path).isDirectory()) return [{ file: basename(path), text: readFileSync(path, 'utf8') }];
  const files = readdirSync(path).filter((file) => file.endsWith('.yaml'));
  return files
    .sort()
    .map((file) => ({ file: `${basename(path)}/${file}`, text: readFileSync(join(path, file), 'utf8') }));
}

/** Folders of packs inside a folder; a folder with documents of its own is a pack itself, and so is a single document. */
export function packFolders(root: string): readonly string[] {
  if (!statSync(root).isDirectory()) return [root];
  const entries = readdirSync(root, { withFileTypes: true });
  if (entries.some((entry) => entry.isFile() && entry.name.endsWith('.yaml'))) return [root];
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, entry.name))
    .sort();
}

export function compileAll(root = releasedPacks()): ReadonlyMap<string, CompiledPack> {
  return new Map(
    packFolders(root).map((folder) => {
      const pack = compilePack(packSources(folder));
      return [pack.packId, pack];
    }),
  );
}
