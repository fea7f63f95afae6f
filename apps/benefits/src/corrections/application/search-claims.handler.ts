import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { IsStopping } from '../../platform/repeated-work.js';
import { SearchStore } from './search-store.port.js';

/** Persons looked at in one transaction: each costs one look into an index. */
const SLICE = 2_000;

/**
 * Turns "everybody with a claim of this pack" into tasks, slice by slice after the commit of what made it necessary. Where a search got to
 * is written with the tasks of the slice: killed at any point it goes on there.
 */
@Injectable()
export class SearchClaimsHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly searches: SearchStore,
  ) {}

  /** Until every search has ended, or the process is to end. */
  async drain(slice = SLICE, isStopping: IsStopping = () => false): Promise<void> {
    while (!isStopping() && (await this.execute(slice)));
  }

  /** One slice; answers whether there was one. */
  async execute(slice = SLICE): Promise<boolean> {
    // A batch that read the books before the change may commit after it. Alone, since a snapshot taken before the wait would not see it.
    const begins = await this.transactions.read((tx) => this.searches.unbegun(tx));
    if (begins !== undefined)
      await this.transactions.run({ keys: [], timeoutMs: 60_000 }, (tx) => this.searches.waitForBatches(tx));
    const step = await this.transactions.run({ keys: [], timeoutMs: 60_000 }, (tx) =>
      this.searches.step(tx, slice, begins),
    );
    return step !== undefined;
  }
}
