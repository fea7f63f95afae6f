import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import type { Visit } from './visits.port.js';
import { Visits } from './visits.port.js';

/** Whoever orders or books at a site is within the reach of its staff from then on. */
@Injectable()
export class WhenSomebodyComes {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly visits: Visits,
  ) {}

  async execute(tx: Tx, visits: readonly Visit[]): Promise<void> {
    if (visits.length === 0) return;
    await this.transactions.enter(tx, 'system');
    await this.visits.record(tx, visits);
  }
}
