import { assert, DomainError } from '@doorstep/kernel';

/** Hashes in a full tile. */
export const TILE_WIDTH = 256;

/** Address of a tile of C2SP tlog-tiles: `level` is a number, or `entries` for a bundle; `width` is 256 for a full one. */
export interface TileId {
  readonly level: number | 'entries';
  readonly index: number;
  readonly width: number;
}

const MAX_LEVEL = 5; // 256^6 leaves are more than a double counts exactly
const PATH = /^tile\/(entries|[0-9]{1,2})\/((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

export class InvalidTilePathError extends DomainError {
  constructor() {
    super('LOG.INVALID_TILE_PATH', 'not the path of a tile');
  }
}

/** `tile/0/x001/x234/067` or `tile/entries/000.p/17`, without a leading slash. */
export function tilePath(tile: TileId): string {
  assert(tile.width >= 1 && tile.width <= TILE_WIDTH, 'the width of a tile is 1 to 256');
  const partial = tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`;
  return `tile/${tile.level}/${encodeIndex(tile.index)}${partial}`;
}

/** Accepts exactly what `tilePath` writes: no other way to write the same number, no width 0 or 256. */
export function parseTilePath(path: string): TileId {
  const match = path.length <= 100 ? PATH.exec(path) : null;
  if (!match) throw new InvalidTilePathError();
  const level = match[1] === 'entries' ? 'entries' : Number(match[1]);
  const index = Number((match[2] as string).replaceAll('x', '').replaceAll('/', ''));
  const width = match[3] === undefined ? TILE_WIDTH : Number(match[3]);
  if (!Number.isSafeInteger(index) || (level !== 'entries' && level > MAX_LEVEL) || width > TILE_WIDTH) {
    throw new InvalidTilePathError();
  }
  if (tilePath({ level, index, width }) !== path) throw new InvalidTilePathError();
  return { level, index, width };
}

/** How many hashes level L has in a tree of `size` leaves: floor(size / 256^L). */
export function hashesAtLevel(size: number, level: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** Every tile of hashes in a tree of `size` leaves, lowest level first. */
export function tilesOf(size: number): TileId[] {
  const tiles: TileId[] = [];
  for (let level = 0; hashesAtLevel(size, level) > 0; level++) {
    const hashes = hashesAtLevel(size, level);
    const full = Math.floor(hashes / TILE_WIDTH);
    for (let index = 0; index < full; index++) tiles.push({ level, index, width: TILE_WIDTH });
    if (hashes % TILE_WIDTH > 0) tiles.push({ level, index: full, width: hashes % TILE_WIDTH });
  }
  return tiles;
}

function encodeIndex(index: number): string {
  const groups: string[] = [];
  let rest = index;
  do {
    groups.unshift(String(rest % 1000).padStart(3, '0'));
    rest = Math.floor(rest / 1000);
  } while (rest > 0);
  return groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/');
}
