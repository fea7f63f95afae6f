import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LogTree } from '../domain/log-tree.js';
import type { SignedCheckpoint } from './checkpoint-book.port.js';
import { CheckpointBook } from './checkpoint-book.port.js';
import { Integration } from './integration.js';
import { LogHistory } from './log-history.js';
import { PublishedLog } from './published-log.js';

/**
 * Brings new leaves of the journal into the public log, in rounds: tiles, then the signed checkpoint into the database, then the
 * checkpoint into the folder. Every file follows from the journal alone, so a kill between any two writes leaves nothing that the
 * next round would not write in the same way.
 */
@Injectable()
export class PublishLogHandler {
  private tree: LogTree | undefined;
  private isChecked = false;
  /** The note that lies in the folder, as far as this process knows. */
  private shown: string | undefined;

  constructor(
    private readonly transactions: Transactions,
    private readonly book: CheckpointBook,
    private readonly history: LogHistory,
    private readonly published: PublishedLog,
    private readonly integration: Integration,
  ) {}

  /** One round; true when there is more to do. @throws LogKeyError, LogForkedError when publishing would show a second history */
  async execute(): Promise<boolean> {
    try {
      if (this.integration.refreshKeys()) this.isChecked = false;
      const last = await this.transactions.read((tx) => this.book.last(tx));
      this.tree = await this.treeAt(last);
      if (!this.isChecked) await this.begin();
      const { signed, more } = await this.integration.integrate(this.tree, last);
      await this.show(signed ?? last);
      return more;
    } catch (error) {
      this.tree = undefined; // its files may be half written, or it is ahead of what was committed
      throw error;
    }
  }

  private async treeAt(last: SignedCheckpoint | undefined): Promise<LogTree> {
    if (this.tree && this.tree.size === (last?.size ?? 0)) return this.tree;
    return this.history.treeAt(last);
  }

  /** Once in the life of this process: has the world seen more than we know? */
  private async begin(): Promise<void> {
    await this.published.check(() =>
      this.transactions.read(async (tx) => ({ last: await this.book.last(tx), keys: await this.book.keys(tx) })),
    );
    await this.published.publishKeys(await this.integration.adoptKeys());
    this.isChecked = true;
  }

  /** In turn with other instances and always the newest, so that nobody puts an older checkpoint over a newer one. */
  private async show(known: SignedCheckpoint | undefined): Promise<void> {
    if (!known || (known.note === this.shown && !this.published.trouble)) return;
    await this.transactions.run({ keys: [] }, async (tx) => {
      if (!(await this.book.takeTurn(tx))) return;
      const newest = (await this.book.last(tx)) ?? known;
      await this.published.publish(newest.note, (note, limit) => this.book.signedAfter(tx, note, limit));
      this.shown = newest.note;
    });
  }
}
