import { assert } from '@doorstep/kernel';
import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { DataSource } from 'typeorm';
import { CommitLostError, isConnectionLost, isRaceLost, sqlStateOf } from './failures.js';
import { lanesFor, type Lane } from './lanes.js';
import { PgTx } from './pg-tx.js';
import { settingsSql } from './settings.js';
import type { KinOf, TransactionOptions, Tx, TxSettings } from './tx.js';

export const DEFAULT_TRANSACTION_MS = 10_000;
export const MAX_TRANSACTION_MS = 60_000;
const RACES = 3;

/**
 * The only way to a transaction. Lanes come first, in one sorted statement that also proves that no transaction id is assigned
 * yet, so that the order of ids equals the order of commits for every key (ADR 0002).
 */
@Injectable()
export class Transactions {
  constructor(
    private readonly dataSource: DataSource,
    private readonly kinOf?: KinOf,
  ) {}

  /**
   * Runs `work` in a READ COMMITTED transaction and commits. A lost race (40001, 40P01) is rolled back and run again up to three
   * times, so `work` keeps its effects inside the transaction. A connection that breaks while committing throws: the outcome is
   * then unknown, and the caller's idempotency key or consumer position tells on the next try.
   */
  async run<T>(options: TransactionOptions, work: (tx: Tx) => Promise<T>): Promise<T> {
    const limitMs = options.timeoutMs ?? DEFAULT_TRANSACTION_MS;
    assert(limitMs > 0 && limitMs <= MAX_TRANSACTION_MS, 'a transaction may last 60 s at most');
    for (let lost = 0; ; lost++) {
      try {
        const lanes = await this.lanesFor(options);
        return await this.attempt(this.opening(lanes, limitMs, options.settings), lanes, limitMs, work);
      } catch (error) {
        if (!isRaceLost(error) || lost === RACES) throw error;
        await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 20 * 2 ** lost));
      }
    }
  }

  /** One consistent picture for several queries; refuses writes and takes no lanes. */
  async read<T>(work: (tx: Tx) => Promise<T>, settings: TxSettings = {}): Promise<T> {
    const opening = ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', ...settingsSql(settings)].join(';');
    return this.attempt(opening, [], DEFAULT_TRANSACTION_MS, work);
  }

  /** Everything up to the first statement of the work, as one round trip. The numbers are ours, never input; settings are quoted. */
  protected opening(lanes: readonly Lane[], limitMs: number, settings: TxSettings = {}): string {
    const begin = ['BEGIN ISOLATION LEVEL READ COMMITTED', ...settingsSql(settings)];
    if (limitMs !== DEFAULT_TRANSACTION_MS) begin.push(`SET LOCAL statement_timeout = ${Math.ceil(limitMs)}`);
    if (lanes.length > 0) begin.push(takeLanes(lanes));
    return begin.join(';');
  }

  private async lanesFor(options: TransactionOptions): Promise<Lane[]> {
    if (!this.kinOf) return lanesFor(options);
    const kin = await this.kinOf(this.dataSource, [...options.keys, ...((await options.near?.()) ?? [])]);
    return lanesFor({ ...options, keys: [...options.keys, ...kin] });
  }

  private async attempt<T>(
    opening: string,
    lanes: readonly Lane[],
    limitMs: number,
    work: (tx: Tx) => Promise<T>,
  ): Promise<T> {
    const client = await this.pool.connect();
    let heard: Error | undefined;
    const hear = (error: Error): void => void (heard ??= error);
    client.on('error', hear); // a connection that dies between two queries says why only here; unheard it would end the process
    let broken: Error | undefined;
    const tx = new PgTx(this.dataSource, client, lanes, limitMs);
    try {
      await open(client, opening);
      const result = await work(tx);
      tx.checkDeadline();
      tx.end();
      await commit(client);
      tx.committed();
      return result;
    } catch (error) {
      tx.end();
      broken = await rollback(client);
      throw heard && sqlStateOf(heard) !== undefined && isConnectionLost(error) ? heard : error;
    } finally {
      client.off('error', hear);
      client.release(broken);
    }
  }

  private get pool(): Pool {
    return (this.dataSource.driver as unknown as { master: Pool }).master;
  }
}

function takeLanes(lanes: readonly Lane[]): string {
  const spaces = lanes.map((lane) => lane.space).join(',');
  const numbers = lanes.map((lane) => lane.lane).join(',');
  return `SELECT pg_current_xact_id_if_assigned() IS NULL AS clean, pg_advisory_xact_lock(l.space, l.lane)
    FROM unnest(ARRAY[${spaces}], ARRAY[${numbers}]) AS l(space, lane)`;
}

async function open(client: PoolClient, opening: string): Promise<void> {
  const answer = (await client.query(opening)) as QueryResult<{ clean?: boolean }> | QueryResult<{ clean?: boolean }>[];
  const last = Array.isArray(answer) ? answer.at(-1) : answer;
  assert(last?.rows.every((row) => row.clean !== false) ?? true, 'lanes are taken before the first write');
}

async function commit(client: PoolClient): Promise<void> {
  const { command } = await client.query('COMMIT');
  if (command !== 'COMMIT') throw new CommitLostError(command);
}

/** Answers the reason to throw the connection away, if it cannot be used again. */
async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
