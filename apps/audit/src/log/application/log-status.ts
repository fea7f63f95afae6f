import { Injectable } from '@nestjs/common';
import { Transactions } from '@doorstep/persistence';
import { LogForkedError, LogKeyError } from '../domain/log.errors.js';
import { CheckpointBook } from './checkpoint-book.port.js';
import { Leaves } from './leaves.port.js';
import { PublishedLog } from './published-log.js';

export interface LogProgress {
  readonly size: number;
  /** Leaves of the journal that no checkpoint covers yet. */
  readonly waiting: number;
}

/** How the log does, for readiness and metrics. */
@Injectable()
export class LogStatus {
  private failure: unknown;

  constructor(
    private readonly transactions: Transactions,
    private readonly book: CheckpointBook,
    private readonly leaves: Leaves,
    private readonly published: PublishedLog,
  ) {}

  /** True when it is news. */
  failed(error: unknown): boolean {
    const isNews = String(error) !== String(this.failure);
    this.failure = error;
    return isNews;
  }

  succeeded(): void {
    this.failure = undefined;
  }

  get trouble(): string | undefined {
    if (this.failure instanceof LogKeyError) return `nothing is signed: ${this.failure.message}`;
    if (this.failure instanceof LogForkedError) return `nothing is signed any more: ${this.failure.message}`;
    return this.failure === undefined ? this.published.trouble : 'the last round failed and is tried again';
  }

  progress(): Promise<LogProgress> {
    return this.transactions.read(async (tx) => {
      const size = (await this.book.last(tx))?.size ?? 0;
      return { size, waiting: (await this.leaves.count(tx)) - size };
    });
  }
}
