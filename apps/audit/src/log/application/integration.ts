import { assert } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { LogKeyError } from '../domain/log.errors.js';
import type { LogTree } from '../domain/log-tree.js';
import type { LogKey, SignedCheckpoint } from './checkpoint-book.port.js';
import { CheckpointBook } from './checkpoint-book.port.js';
import { Leaves } from './leaves.port.js';
import { LogFolder } from './log-folder.port.js';
import { LogSigners } from './log-signers.js';

export interface Round {
  /** The checkpoint that this round signed, if there was anything to sign. */
  readonly signed: SignedCheckpoint | undefined;
  readonly more: boolean;
}

const ROUND_MS = 30_000;

/** One round of leaves into tiles and a checkpoint, by one signer at a time. */
@Injectable()
export class Integration {
  constructor(
    private readonly transactions: Transactions,
    private readonly book: CheckpointBook,
    private readonly leaves: Leaves,
    private readonly folder: LogFolder,
    private readonly signers: LogSigners,
  ) {}

  /** `tree` is the tree of the checkpoint `last`; afterwards that of the new one. */
  integrate(tree: LogTree, last: SignedCheckpoint | undefined): Promise<Round> {
    return this.transactions.run({ keys: [], timeoutMs: ROUND_MS }, async (tx) => {
      if (!(await this.book.takeTurn(tx))) return { signed: undefined, more: false };
      const present = await this.book.last(tx);
      // Another instance was faster: begin again from what it signed.
      if (present?.size !== last?.size) return { signed: undefined, more: true };
      return this.append(tx, tree, last);
    });
  }

  /** True when other keys sign from now on. @throws LogKeyError */
  refreshKeys(): boolean {
    return this.signers.refresh();
  }

  /**
   * Notes the keys that sign from now on.
   * @throws LogKeyError when none of them has signed before: a rotation has both keys for a while, an exchanged key file has not
   */
  adoptKeys(): Promise<LogKey[]> {
    return this.transactions.run({ keys: [] }, async (tx) => {
      const inUse = (await this.book.keys(tx)).filter(({ lastSize }) => lastSize === null);
      if (inUse.length > 0 && !inUse.some(({ vkey }) => this.signers.vkeys.includes(vkey)))
        throw new LogKeyError('LOG_KEY is another one than signed before, without the former key behind it');
      await this.book.useKeys(tx, this.signers.vkeys, (await this.book.last(tx))?.size ?? 0);
      return this.book.keys(tx);
    });
  }

  private async append(tx: Tx, tree: LogTree, last: SignedCheckpoint | undefined): Promise<Round> {
    assert(tree.size === (last?.size ?? 0), 'a round begins at the tree that was signed last');
    const { entries, next, more } = await this.leaves.after(tx, last?.nextJournal ?? 0n, tree.size);
    if (entries.length === 0 && last?.signedBy === this.signers.signedBy) return { signed: undefined, more };
    await this.folder.writeTiles([...tree.append(entries), ...tree.partials()]);
    const root = tree.root();
    const signed: SignedCheckpoint = {
      size: tree.size,
      root,
      note: this.signers.checkpoint(tree.size, root),
      signedBy: this.signers.signedBy,
      nextJournal: next,
    };
    await this.book.add(tx, signed);
    return { signed, more };
  }
}
