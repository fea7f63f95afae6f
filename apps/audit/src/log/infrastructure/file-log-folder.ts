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

/** The log as a folder in the layout of C2SP tlog-tiles: any web server could serve it. */
export class FileLogFolder extends LogFolder {
  private readonly root: string;

  constructor(root: string) {
    super();
    this.root = resolve(root);
  }

  async writeTiles(tiles: readonly LogTile[]): Promise<void> {
    const folders = new Set<string>();
    for (let at = 0; at < tiles.length; at += AT_ONCE)
      await Promise.all(
        tiles.slice(at, at + AT_ONCE).map(async ({ tile, bytes }) => {
          const path = join(this.root, tilePath(tile));
          await writeWhole(path, bytes);
          // A folder may be new itself, so those above it are synced too.
          for (let folder = dirname(path); folder.length >= this.root.length; folder = dirname(folder))
            folders.add(folder);
        }),
      );
    await Promise.all([...folders].map(syncFolder));
    await Promise.all(tiles.map(({ tile }) => this.dropOldPartials(tile)));
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

  /** Partial tiles stay until the next tile is full too: who reads by an older checkpoint still finds them for a while. */
  private async dropOldPartials({ level, index, width }: TileId): Promise<void> {
    if (width < TILE_WIDTH || index === 0) return;
    const before = tilePath({ level, index: index - 1, width: TILE_WIDTH });
    await rm(join(this.root, `${before}.p`), { recursive: true, force: true });
  }
}
