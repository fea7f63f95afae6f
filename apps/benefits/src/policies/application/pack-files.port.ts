import type { PackSource } from './pack-source.js';

/** The documents that this release brings along, by pack. */
export abstract class PackFiles {
  abstract read(): Promise<Map<string, PackSource[]>>;
}
