import { assert } from '@doorstep/kernel';
import type { PoolClient } from 'pg';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';
import { TransactionTimeoutError } from './failures.js';
import { laneOf, numberOf, type Lane } from './lanes.js';
import type { LaneKey, Tx } from './tx.js';

/** What TypeORM keeps to itself of a query runner; set here so that it works inside a transaction that is already open. */
interface RunnerInternals {
  databaseConnection: PoolClient;
  isTransactionActive: boolean;
  transactionDepth: number;
}

/** The open transaction on one pooled connection. TypeORM's manager is made only for those who ask for it. */
export class PgTx implements Tx {
  private readonly lanes: ReadonlySet<number>;
  private readonly deadline: number;
  private readonly actions: (() => void)[] = [];
  private runner: QueryRunner | undefined;
  private over = false;

  constructor(
    private readonly dataSource: DataSource,
    private readonly connection: PoolClient,
    lanes: readonly Lane[],
    private readonly limitMs: number,
  ) {
    this.lanes = new Set(lanes.map(numberOf));
    this.deadline = performance.now() + limitMs;
  }

  /** @throws AssertionError after the transaction's end: the connection may be somebody else's by then. */
  get client(): PoolClient {
    assert(!this.over, 'the transaction is over');
    return this.connection;
  }

  get manager(): EntityManager {
    this.runner ??= this.openRunner();
    return this.runner.manager;
  }

  async query<Row extends object = Record<string, unknown>>(
    sql: string,
    parameters: readonly unknown[] = [],
  ): Promise<Row[]> {
    this.checkDeadline();
    const result = await this.client.query<Row>(sql, parameters as unknown[]);
    return result.rows;
  }

  holds(key: LaneKey): boolean {
    return this.lanes.has(numberOf(laneOf(key)));
  }

  afterCommit(action: () => void): void {
    this.actions.push(action);
  }

  /** @throws TransactionTimeoutError when the time of this transaction is over. */
  checkDeadline(): void {
    if (performance.now() > this.deadline) throw new TransactionTimeoutError(this.limitMs);
  }

  /** Whatever is still on its way in a branch that nobody waits for any more must not reach the connection. */
  end(): void {
    this.over = true;
  }

  committed(): void {
    for (const action of this.actions) action();
  }

  private openRunner(): QueryRunner {
    const runner = this.dataSource.createQueryRunner();
    const internals = runner as unknown as RunnerInternals;
    internals.databaseConnection = this.client;
    internals.isTransactionActive = true;
    internals.transactionDepth = 1; // a nested manager.transaction() becomes a savepoint instead of a COMMIT
    return runner;
  }
}
