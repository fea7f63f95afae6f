import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { BudgetPool, PoolState } from '../../budgets/domain/budget-pool.js';
import type { SumUp } from '../../ledger/application/ledger.port.js';
import { Ledger } from '../../ledger/application/ledger.port.js';
import type { LedgerTransaction } from '../../ledger/domain/ledger-transaction.js';
import type { ClaimRows, ClaimWrites, LoadScope } from '../application/claim-store.port.js';
import { ClaimStore } from '../application/claim-store.port.js';
import { chargeBudgets } from './budget-charge.js';
import { loadClaims, lockBudgets } from './claim-loader.js';
import { writeClaims } from './claim-writer.js';

@Injectable()
export class SqlClaimStore extends ClaimStore {
  constructor(private readonly ledger: Ledger) {
    super();
  }

  load(tx: Tx, scope: LoadScope, lanes: 'held' | 'none'): Promise<ClaimRows> {
    return loadClaims(tx, scope, lanes);
  }

  async mark(tx: Tx): Promise<void> {
    await tx.query('SAVEPOINT before_budgets');
  }

  async undoToMark(tx: Tx): Promise<void> {
    await tx.query('ROLLBACK TO SAVEPOINT before_budgets');
  }

  lockBudgets(tx: Tx, budgetIds: readonly string[]): Promise<PoolState[]> {
    return lockBudgets(tx, budgetIds);
  }

  opensAccounts(tx: Tx, moved: readonly LedgerTransaction[]): Promise<boolean> {
    return this.ledger.opensAccounts(tx, moved);
  }

  write(tx: Tx, writes: ClaimWrites): Promise<SumUp> {
    return writeClaims(tx, this.ledger, writes);
  }

  charge(tx: Tx, pools: readonly BudgetPool[], now: Date): Promise<boolean> {
    return chargeBudgets(tx, pools, now);
  }
}
