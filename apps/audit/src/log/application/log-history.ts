import { Injectable } from '@nestjs/common';
import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject } from '@nestjs/common';
import { LogTree } from '../domain/log-tree.js';
import { LogForkedError } from '../domain/log.errors.js';
import type { SignedCheckpoint } from './checkpoint-book.port.js';
import { Leaves } from './leaves.port.js';
import { LogFolder } from './log-folder.port.js';
import { LogTiles } from './log-tiles.js';

/** Finds the edge of the tree that was signed last: from its files, or from the journal when those are lost or do not fit. */
@Injectable()
export class LogHistory {
  constructor(
    private readonly transactions: Transactions,
    private readonly leaves: Leaves,
    private readonly folder: LogFolder,
    private readonly tiles: LogTiles,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** @throws LogForkedError when the journal no longer gives the root that was signed */
  async treeAt(signed: SignedCheckpoint | undefined): Promise<LogTree> {
    if (!signed) return LogTree.empty();
    return (await this.fromFiles(signed)) ?? this.fromJournal(signed);
  }

  /** Writes every file anew from the journal. */
  async fromJournal(signed: SignedCheckpoint): Promise<LogTree> {
    const tree = LogTree.empty();
    let from = 0n;
    while (tree.size < signed.size) {
      const start = from;
      const batch = await this.transactions.read((tx) => this.leaves.after(tx, start, tree.size, signed.size));
      await this.folder.writeTiles(tree.append(batch.entries));
      from = batch.next;
      if (!batch.more) break;
    }
    if (tree.size !== signed.size || !tree.root().equals(signed.root))
      throw new LogForkedError(`the journal does not give the root that was signed at size ${signed.size}`);
    await this.folder.writeTiles(tree.partials());
    this.logger.warn({ size: tree.size }, 'the files of the log were made again from the journal');
    return tree;
  }

  private async fromFiles(signed: SignedCheckpoint): Promise<LogTree | undefined> {
    try {
      const tree = await LogTree.restore(signed.size, (tile) => this.tiles.read(tile, signed.size));
      if (tree.root().equals(signed.root)) return tree;
      this.logger.error({ size: signed.size }, 'the files of the log do not give the root that was signed');
    } catch (error) {
      this.logger.error({ err: error, size: signed.size }, 'the files of the log cannot be read');
    }
    return undefined;
  }
}
