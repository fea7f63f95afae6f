import type { LogTile } from '../domain/log-tree.js';
import type { TileId } from '../domain/tiles.js';

/** Names of the files beside the tiles. */
export type LogDocument = 'checkpoint' | 'vkey' | 'keys';

/** The public files: all that an outsider gets. They follow from the journal and can be made again from it. */
export abstract class LogFolder {
  /** Durable when it returns; each file is whole or not there. */
  abstract writeTiles(tiles: readonly LogTile[]): Promise<void>;
  /** Exactly this tile; undefined when it is not there. */
  abstract readTile(tile: TileId): Promise<Buffer | undefined>;
  abstract readDocument(name: LogDocument): Promise<string | undefined>;
  abstract writeDocument(name: LogDocument, text: string): Promise<void>;
}
