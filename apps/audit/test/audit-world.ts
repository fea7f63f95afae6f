import type { Actor } from '@doorstep/auth';
import type { Topic } from '@doorstep/contracts';
import { dataSchemaOf, PARTITIONS, TOPICS } from '@doorstep/contracts';
import type { JsonValue } from '@doorstep/kernel';
import { canonicalJson, partitionOf, uuidv7 } from '@doorstep/kernel';
import type { TestService, TestServiceOptions } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import { jest } from '@jest/globals';
import { Pool } from 'pg';
import { audit } from '../src/service.js';
import { logEnvironment, temporaryFolder } from './log/log-environment.js';

// Real servers on a busy machine.
jest.setTimeout(60_000);

export const auditor: Partial<Actor> = {
  kind: 'staff',
  subject: 'auditor-1',
  roles: ['auditor'],
  scope: { all: true },
};

export interface Recorded {
  readonly topic?: Topic;
  readonly source: string;
  readonly sequence: number;
  readonly previous?: number;
  readonly key?: string;
  readonly type?: string;
  readonly time?: string;
  readonly correlationid?: string;
  readonly actor?: string;
  readonly data?: Readonly<Record<string, JsonValue>>;
}

/** The bytes that a relay would write, with the numbers that the test chooses. */
export function recordOf({ topic = TOPICS.mealOrder, key = uuidv7(), ...given }: Recorded) {
  const id = uuidv7();
  const type = given.type ?? 'meal-orders.meal-order.no-show.v1';
  const text = canonicalJson({
    actor: given.actor ?? 'staff:op-puya',
    correlationid: given.correlationid ?? id,
    data: given.data ?? { note: '午餐', orderId: id },
    dataschema: dataSchemaOf(type),
    datacontenttype: 'application/json',
    id,
    previous: String(given.previous ?? 0),
    sequence: String(given.sequence),
    source: given.source,
    specversion: '1.0',
    subject: key,
    time: given.time ?? '2026-11-23T04:00:00.000Z',
    type,
  } satisfies JsonValue);
  return { topic, key, id, type, bytes: Buffer.from(text), sequence: given.sequence };
}

/** A key that lies in the given partition of a person topic. */
export function keyIn(partition: number): string {
  for (;;) {
    const key = uuidv7();
    if (partitionOf(key, PARTITIONS.person) === partition) return key;
  }
}

/** The audit service on topics and a database of its own, looking for gaps all the time. */
export async function openAudit(options: TestServiceOptions = {}) {
  const files = options.env?.['LOG_DIR'] === undefined ? temporaryFolder() : undefined;
  const env = { GAP_GRACE_MS: '3000', GAP_CHECK_MS: '25', ...logEnvironment(files?.path), ...options.env };
  const service: TestService = await startTestService(audit, { ...options, env });
  const database = new Pool({ connectionString: service.database.ownerUrl, max: 2 });
  const get = async (url: string, as: Partial<Actor> | null = auditor) => service.inject({ method: 'GET', url, as });
  return {
    ...service,
    get,
    sql: async (text: string, ...values: unknown[]) => (await database.query(text, values)).rows,
    async put(...records: ReturnType<typeof recordOf>[]) {
      for (const topic of new Set(records.map((record) => record.topic)))
        await service.publishManyRaw(
          topic,
          records.filter((record) => record.topic === topic).map(({ key, bytes }) => ({ key, value: bytes })),
        );
    },
    /** Waits until the journal holds so many records for which the condition is true, and all can be searched. */
    journalled: (count: number, condition = 'true', ...values: unknown[]) =>
      eventually(async () => {
        const { rows } = await database.query(`SELECT count(*)::integer AS n FROM journal WHERE ${condition}`, values);
        if (rows[0].n !== count) throw new Error(`${rows[0].n} of ${count} records are journalled`);
        const waiting = 'SELECT journal_head.next_index - fact_head.next_index AS n FROM journal_head, fact_head';
        const [behind] = (await database.query(waiting)).rows;
        if (behind.n !== '0') throw new Error(`${behind.n} records cannot be searched yet`);
        return true;
      }),
    /** Waits until every stored record was compared once more from beginning to end, and answers what is altered. */
    async patrolled() {
      const rounds = async () => Number((await database.query('SELECT rounds FROM patrol')).rows[0].rounds);
      const before = await rounds();
      await eventually(async () => (await rounds()) >= before + 2);
      return (await database.query('SELECT journal_index, faults FROM altered_record')).rows;
    },
    async close() {
      await database.end();
      await service.close();
      files?.remove();
    },
  };
}
export type AuditWorld = Awaited<ReturnType<typeof openAudit>>;
