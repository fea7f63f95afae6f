import { eventually, type TestDatabase } from '@doorstep/testing';
import { asOwner, type TestMessaging } from './world.js';

/** Until the relay has sent everything that is committed. */
export async function published(database: TestDatabase): Promise<void> {
  await eventually(
    async () => {
      const [row] = await asOwner<{ left: number }>(
        database,
        'SELECT count(*)::int AS left FROM outbox o, outbox_cursor c WHERE (o.xid, o.position) > (c.xid, c.position)',
      );
      return row?.left === 0;
    },
    { timeoutMs: 30_000, everyMs: 50 },
  );
}

export async function relaying({ messaging }: TestMessaging): Promise<void> {
  await eventually(() => messaging.status().relay.state === 'running', { timeoutMs: 30_000 });
}

export async function joined({ messaging }: TestMessaging): Promise<void> {
  await eventually(() => messaging.status().consumer?.joined === true, { timeoutMs: 30_000 });
}

export interface Effect {
  readonly event_id: string;
  readonly key: string;
  readonly n: number;
  readonly overdue: boolean;
  readonly batch: string;
}

export function effects(database: TestDatabase): Promise<Effect[]> {
  return asOwner(database, 'SELECT event_id, key, n, overdue, batch FROM effect ORDER BY effect');
}

/** Until so many effects are there; answers them. */
export async function effected(database: TestDatabase, count: number): Promise<Effect[]> {
  return eventually(
    async () => {
      const found = await effects(database);
      if (found.length < count) throw new Error(`${found.length} effects of ${count}`);
      return found;
    },
    { timeoutMs: 60_000, everyMs: 50 },
  );
}

export interface ParkedRow {
  readonly id: string;
  readonly key: string;
  readonly state: string;
  readonly reason: string;
  readonly messages: number;
}

export function parkedKeys(database: TestDatabase): Promise<ParkedRow[]> {
  return asOwner(
    database,
    `SELECT id, key, state, reason, (SELECT count(*)::int FROM parked_message m WHERE m.parked_key_id = k.id) AS messages
     FROM parked_key k ORDER BY since, id`,
  );
}
