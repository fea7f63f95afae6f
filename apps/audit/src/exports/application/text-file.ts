import type { ArchiveFile } from './archive.port.js';

/** A small file whose content is there already. */
export function textFile(name: string, text: string): ArchiveFile {
  return {
    name,
    content: (async function* () {
      await Promise.resolve();
      yield text;
    })(),
  };
}
