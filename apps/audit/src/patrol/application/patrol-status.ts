import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { PatrolState } from './patrol-book.port.js';
import { PatrolBook } from './patrol-book.port.js';

/** For readiness and metrics. */
@Injectable()
export class PatrolStatus {
  constructor(
    private readonly transactions: Transactions,
    private readonly book: PatrolBook,
  ) {}

  state(): Promise<PatrolState> {
    return this.transactions.read((tx) => this.book.state(tx));
  }
}
