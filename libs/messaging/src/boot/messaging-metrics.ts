import type { Transactions } from '@doorstep/persistence';
import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { MessagingStatus } from './messaging-status.js';

const COUNT_LIMIT = 100_000;
const PENDING = `
  SELECT count(*)::int AS pending, COALESCE(extract(epoch FROM now() - min(time)), 0)::float8 AS oldest
  FROM (SELECT o.time FROM outbox_cursor c JOIN outbox o ON (o.xid, o.position) > (c.xid, c.position)
        WHERE c.shard = $1 AND o.day >= (SELECT day FROM outbox_cursor WHERE shard = $1) LIMIT ${COUNT_LIMIT}) AS unsent`;
const KEYS = `SELECT state, count(*)::int AS keys FROM parked_key WHERE consumer = $1 GROUP BY state`;
const BATCH_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export interface MetricsParts {
  readonly service: string;
  readonly shard: number;
  readonly transactions: Transactions;
  readonly status: () => MessagingStatus;
}

/** The figures that `docs/operations.md` explains. What needs the database is asked for when somebody looks. */
export class MessagingMetrics {
  private readonly duration: Histogram<'topic'>;
  private readonly records: Counter<'topic'>;

  constructor(
    private readonly registry: Registry,
    private readonly parts: MetricsParts,
  ) {
    const registers = [registry];
    const labelNames = ['topic'] as const;
    const name = 'messaging_batch_duration_seconds';
    this.duration = new Histogram({
      name,
      help: 'One batch, from its records to its commit.',
      labelNames,
      buckets: BATCH_SECONDS,
      registers,
    });
    this.records = new Counter({
      name: 'messaging_records_total',
      help: 'Records read and committed.',
      labelNames,
      registers,
    });
    this.outbox();
    this.consumer();
  }

  measure(topic: string, seconds: number, records: number): void {
    this.duration.observe({ topic }, seconds);
    this.records.inc({ topic }, records);
  }

  private outbox(): void {
    const oldest = new Gauge({
      name: 'outbox_oldest_age_seconds',
      help: 'Age of the oldest event not sent.',
      registers: [this.registry],
    });
    this.gauge('outbox_pending', `Events not sent, counted up to ${COUNT_LIMIT}.`, [], async (gauge) => {
      const [row] = await this.ask<{ pending: number; oldest: number }>(PENDING, this.parts.shard);
      gauge.set(row?.pending ?? 0);
      oldest.set(row?.oldest ?? 0);
    });
    const help =
      'How long the oldest write transaction of this database server has been seen running; it holds back the relay.';
    this.gauge('outbox_oldest_write_transaction_seconds', help, [], (gauge) =>
      gauge.set(this.parts.status().relay.oldestWriteSeconds),
    );
    this.gauge('outbox_relay_state', '1 for the state that the relay is in.', ['state'], (gauge) => {
      gauge.reset();
      gauge.set({ state: this.parts.status().relay.state }, 1);
    });
  }

  private consumer(): void {
    this.gauge('kafka_consumer_lag', 'Records not handled yet, per partition.', ['topic', 'partition'], (gauge) => {
      gauge.reset();
      for (const { topic, partition, lag } of this.parts.status().consumer?.lags ?? [])
        gauge.set({ topic, partition: String(partition) }, lag);
    });
    const help = 'Partitions that stand still, by why: a gap needs a repair, trouble is tried again.';
    this.gauge('messaging_stopped_partitions', help, ['why'], (gauge) => {
      gauge.set({ why: 'gap' }, 0);
      gauge.set({ why: 'trouble' }, 0);
      for (const { why } of this.parts.status().stopped) gauge.inc({ why });
    });
    this.gauge(
      'messaging_keys',
      'Keys out of the stream: parked for people, or waiting by themselves.',
      ['state'],
      async (gauge) => {
        const rows = await this.ask<{ state: string; keys: number }>(KEYS, this.parts.service);
        gauge.set({ state: 'parked' }, 0);
        gauge.set({ state: 'waiting' }, 0);
        for (const { state, keys } of rows) gauge.set({ state }, keys);
      },
    );
  }

  /** A gauge that cannot be filled now keeps its last value; the other figures must still be readable. */
  private gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    fill: (gauge: Gauge<L>) => void | Promise<void>,
  ): void {
    new Gauge({
      name,
      help,
      labelNames,
      registers: [this.registry],
      async collect() {
        try {
          await fill(this);
        } catch {
          return;
        }
      },
    });
  }

  private ask<Row extends object>(sql: string, parameter: unknown): Promise<Row[]> {
    return this.parts.transactions.read((tx) => tx.query<Row>(sql, [parameter]));
  }
}
