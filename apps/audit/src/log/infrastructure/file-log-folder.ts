import { rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { LogDocument } from '../application/log-folder.port.js';
import { LogFolder } from '../application/log-folder.port.js';
import type { LogTile } from '../domain/log-tree.js';
import type { TileId } from '../domain/tiles.js';
import { TILE_WIDTH, tilePath } from '../domain/tiles.js';
import { readIfThere, syncFolder, writeWhole } from './durable-files.js';

/** Writing waits for the disk, so several files are on their way at once. */
const AT_ONCE = 16;
const MOST_SYNCED = 10_000;

/** The log as a folder in the layout of C2SP tlog-tiles: any web server could serve it. */
export class FileLogFolder extends LogFolder {
  private readonly root: string;
  /** Folders whose names are sure to last. */
  private readonly synced = new Set<string>();

  constructor(root: string) {
    super();
    this.root = resolve(root);
  }

  async writeTiles(tiles: readonly LogTile[]): Promise<void> {
    const folders = new Set<string>();
    // A folder may be new itself, so those above it are synced too.
    const addFolder = (path: string): void => {
      folders.add(path);
      if (this.synced.has(path)) return;
      for (let above = path; above.length >= this.root.length; above = dirname(above)) folders.add(above);
    };
    for (let at = 0; at < tiles.length; at += AT_ONCE)
      await Promise.all(
        tiles.slice(at, at + AT_ONCE).map(async ({ tile, bytes }) => {
          const path = join(this.root, tilePath(tile));
          await writeWhole(path, bytes);
          addFolder(dirname(path));
        }),
      );
    await Promise.all([...folders].map(syncFolder));
    if (this.synced.size > MOST_SYNCED) this.synced.clear();
    for (const folder of folders) this.synced.add(folder);
    await this.dropOldPartials(tiles.map(({ tile }) => tile));
  }

  readTile(tile: TileId): Promise<Buffer | undefined> {
    return readIfThere(join(this.root, tilePath(tile)));
  }

  async readDocument(name: LogDocument): Promise<string | undefined> {
    return (await readIfThere(join(this.root, name)))?.toString('utf8');
  }

  async writeDocument(name: LogDocument, text: string): Promise<void> {
    await writeWhole(join(this.root, name), text);
    await syncFolder(this.root);
  }

  /**
   * Partial tiles stay until the next tile is full too: who reads by an older checkpoint still finds them for a while. Of the tiles that
   * became full together only the first can have been a partial one.
   */
  private async dropOldPartials(tiles: readonly TileId[]): Promise<void> {
    const full = tiles.filter(({ width }) => width === TILE_WIDTH);
    const old = [...new Set(full.map(({ level }) => level))].flatMap((level) => {
      const indexes = full.filter((tile) => tile.level === level).map(({ index }) => index);
      const first = indexes.reduce((least, index) => Math.min(least, index));
      return [first - 1, ...(indexes.length > 1 ? [first] : [])].map((index) => ({ level, index, width: TILE_WIDTH }));
    });
    for (const tile of old)
      if (tile.index >= 0) await rm(join(this.root, `${tilePath(tile)}.p`), { recursive: true, force: true });
  }
}
