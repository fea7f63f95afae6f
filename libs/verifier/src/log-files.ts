import type { Bundle } from './entry.js';
import { splitBundle } from './entry.js';
import { HASH_BYTES } from './merkle.js';

export const TILE_WIDTH = 256;
/** The longest that a file of the log can be: a bundle of 256 entries of 65,535 bytes each. */
export const LONGEST_FILE = TILE_WIDTH * (2 + 65_535);

/** Where the public files come from: a folder, a web server, a zip. */
export interface LogFiles {
  /** Undefined when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
}

export function tilePath(level: number | 'entries', index: number, width: number): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${groups.join('/')}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Tiles and bundles of a tree of `size` leaves. A partial one may have been replaced by the full one meanwhile. */
export class LogReader {
  constructor(
    private readonly files: LogFiles,
    private readonly size: number,
  ) {}

  /** How many hashes the level has. */
  hashesAt(level: number): number {
    return Math.floor(this.size / TILE_WIDTH ** level);
  }

  widthOf(level: number, index: number): number {
    return Math.min(TILE_WIDTH, this.hashesAt(level) - index * TILE_WIDTH);
  }

  async tile(level: number, index: number): Promise<Uint8Array | undefined> {
    const width = this.widthOf(level, index);
    const { exact, full } = await this.fileOf(level, index, width);
    return exact ?? full?.subarray(0, width * HASH_BYTES);
  }

  async bundle(index: number): Promise<Bundle | undefined> {
    const width = this.widthOf(0, index);
    const { exact, full } = await this.fileOf('entries', index, width);
    if (exact) return splitBundle(exact);
    if (!full) return undefined;
    const { entries, whole } = splitBundle(full);
    return { entries: entries.slice(0, width), whole };
  }

  /** The file of exactly this width, or else the full one that has taken its place meanwhile. */
  private async fileOf(level: number | 'entries', index: number, width: number): Promise<Found> {
    const exact = await this.files.read(tilePath(level, index, width));
    if (exact || width === TILE_WIDTH) return { exact, full: undefined };
    return { exact, full: await this.files.read(tilePath(level, index, TILE_WIDTH)) };
  }
}

interface Found {
  readonly exact: Uint8Array | undefined;
  readonly full: Uint8Array | undefined;
}
