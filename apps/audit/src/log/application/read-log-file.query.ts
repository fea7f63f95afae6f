import { Injectable } from '@nestjs/common';
import { startOfBundle } from '../domain/entry.js';
import { HASH_BYTES } from '../domain/hashing.js';
import { LogFileNotFoundError } from '../domain/log.errors.js';
import type { TileId } from '../domain/tiles.js';
import { InvalidTilePathError, parseTilePath, TILE_WIDTH } from '../domain/tiles.js';
import { LogFolder } from './log-folder.port.js';

export interface LogFile {
  readonly content: Buffer;
  /** Documents are replaced by newer ones; a tile stays what it is for ever. */
  readonly kind: 'document' | 'tile';
}

/** One public file by its path under the log, written in exactly one way. */
@Injectable()
export class ReadLogFile {
  constructor(private readonly folder: LogFolder) {}

  /** @throws LogFileNotFoundError for everything that is not a file of the log */
  async execute(path: string): Promise<LogFile> {
    if (path === 'checkpoint' || path === 'vkey' || path === 'keys') {
      const text = await this.folder.readDocument(path);
      if (text === undefined) throw new LogFileNotFoundError();
      return { content: Buffer.from(text, 'utf8'), kind: 'document' };
    }
    const content = await this.tile(path);
    if (!content) throw new LogFileNotFoundError();
    return { content, kind: 'tile' };
  }

  private async tile(path: string): Promise<Buffer | undefined> {
    try {
      return await this.read(parseTilePath(path));
    } catch (error) {
      if (error instanceof InvalidTilePathError) return undefined;
      throw error;
    }
  }

  /** A partial tile is dropped some time after it became full; its first hashes or entries are what it was. */
  private async read(tile: TileId): Promise<Buffer | undefined> {
    const exact = await this.folder.readTile(tile);
    if (exact || tile.width === TILE_WIDTH) return exact;
    const full = await this.folder.readTile({ ...tile, width: TILE_WIDTH });
    if (!full) return undefined;
    return tile.level === 'entries' ? startOfBundle(full, tile.width) : full.subarray(0, tile.width * HASH_BYTES);
  }
}
