import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ListImportRepository } from './list-import.repository.port.js';

/** Lists that nobody applied in their time: their files hold names. */
@Injectable()
export class DiscardOldLists {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly lists: ListImportRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers how many were discarded. */
  execute(): Promise<number> {
    return this.transactions.run('system', { keys: [] }, (tx) => this.lists.dropExpired(tx, this.clock.now()));
  }
}
