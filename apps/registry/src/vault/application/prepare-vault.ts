import type { OnApplicationBootstrap } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { BlindIndexes } from './blind-indexes.port.js';

/** Makes the key of the index before the first request, which may only read; and stops a start with a wrong master key. */
@Injectable()
export class PrepareVault implements OnApplicationBootstrap {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly indexes: BlindIndexes,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.transactions.run('system', { keys: [] }, (tx) => this.indexes.current(tx));
  }
}
