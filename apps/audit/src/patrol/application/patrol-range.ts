import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { AlteredRecord } from '../domain/fault.js';
import { LookAtRecords } from './look-at-records.js';
import { PatrolBook } from './patrol-book.port.js';
import { PatrolSettings } from './patrol-settings.js';

/** One look at a range of the journal: what was known to be altered, and what is. */
export interface Look {
  readonly from: bigint;
  /** The same as `from` when the round is over. */
  readonly end: bigint;
  readonly known: readonly AlteredRecord[];
  readonly altered: readonly AlteredRecord[];
}

/** The records that are next in this round. */
@Injectable()
export class PatrolRange {
  constructor(
    private readonly transactions: Transactions,
    private readonly book: PatrolBook,
    private readonly look: LookAtRecords,
    private readonly settings: PatrolSettings,
  ) {}

  next(): Promise<Look> {
    return this.transactions.read(async (tx) => {
      const { next: from } = await this.book.state(tx);
      const [bound, last] = [from + BigInt(this.settings.records), await this.look.end(tx)];
      return this.at(tx, from, bound < last ? bound : last);
    });
  }

  /** The same records, read anew. */
  again({ from, end }: Look): Promise<Look> {
    return this.transactions.read((tx) => this.at(tx, from, end));
  }

  private async at(tx: Tx, from: bigint, bound: bigint): Promise<Look> {
    const end = bound > from ? bound : from;
    return { from, end, known: await this.book.known(tx, from, end), altered: await this.look.execute(tx, from, end) };
  }
}
