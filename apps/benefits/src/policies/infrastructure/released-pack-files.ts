import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Injectable } from '@nestjs/common';
import { PackFiles } from '../application/pack-files.port.js';
import type { PackSource } from '../application/pack-source.js';

/** Reads `packs/<pack>/<effective-from>.yaml` of this app, whether it runs from sources or from `dist`. */
@Injectable()
export class ReleasedPackFiles extends PackFiles {
  async read(): Promise<Map<string, PackSource[]>> {
    const root = packsFolder(dirname(fileURLToPath(import.meta.url)));
    const folders = (await readdir(root, { withFileTypes: true })).filter((entry) => entry.isDirectory());
    const packs = new Map<string, PackSource[]>();
    for (const { name } of folders) {
      const files = (await readdir(join(root, name))).filter((file) => file.endsWith('.yaml')).sort();
      const sources = files.map(async (file) => ({
        file: `${name}/${file}`,
        text: await readFile(join(root, name, file), 'utf8'),
      }));
      if (files.length > 0) packs.set(name, await Promise.all(sources));
    }
    return packs;
  }
}

function packsFolder(from: string): string {
  const candidate = join(from, 'packs');
  if (existsSync(candidate)) return candidate;
  const above = dirname(from);
  if (above === from) throw new Error('the folder of policy packs is missing');
  return packsFolder(above);
}
