import { MealOrderServedV1, PARTITIONS } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { NewEvent } from '@doorstep/messaging';
import type { DatabaseUrls } from '@doorstep/local-stack';
import type { Lab } from '../harness/lab.js';
import type { OpenMessaging } from './open-messaging.js';
import { openMessaging } from './open-messaging.js';

const PEOPLE = 2_000;
const CHUNK = 5_000;
const META = { actor: 'staff:op-puya', correlationId: 'bench' };
/** Transactions that publish for everybody hold all lanes, as one consumer batch holds those of its partition. */
const EVERYBODY = Array.from({ length: PARTITIONS.person }, (_, partition) => ({
  space: 'person' as const,
  partition,
}));

const people = Array.from({ length: PEOPLE }, () => uuidv7());

/** A small, real event: a meal was handed over. `n` counts them, so that a reader can tell the order. */
export function servedEvent(n: number): NewEvent {
  const personId = people[n % PEOPLE] as string;
  return newEvent(MealOrderServedV1, personId, {
    orderId: uuidv7(),
    personId,
    siteId: 'puya',
    serviceDate: '2026-09-15',
    mealPeriod: 'lunch',
    servedAt: '2026-09-15T04:00:00.000Z',
    by: 'handover',
    n,
  });
}

/** Commits events in large transactions; the relay sends them when it is running and nothing holds it back. */
export async function publishAll(from: OpenMessaging, events: readonly NewEvent[]): Promise<void> {
  for (let at = 0; at < events.length; at += CHUNK)
    await from.transactions.run({ keys: [], partitions: EVERYBODY, timeoutMs: 60_000 }, (tx) =>
      from.messaging.outbox.add(tx, META, ...events.slice(at, at + CHUNK)),
    );
}

/** Commits one event in a transaction of its own, as a request does. Answers when the commit is known, in epoch milliseconds. */
export async function publishOne(from: OpenMessaging, event: NewEvent): Promise<{ id: string; committedAt: number }> {
  return from.transactions.run({ keys: [{ space: 'person', key: event.key }] }, async (tx) => {
    const committed = { id: '', committedAt: 0 };
    tx.afterCommit(() => (committed.committedAt = performance.now()));
    [committed.id = ''] = await from.messaging.outbox.add(tx, META, event);
    return committed;
  });
}

/** Waits until the relay has numbered and sent so many events since the beginning. */
export async function untilSent(from: OpenMessaging, sequence: number, limitMs = 120_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (from.messaging.status().relay.sequence < sequence) {
    if (performance.now() > deadline)
      throw new Error(`the relay sent ${from.messaging.status().relay.sequence} of ${sequence} events in time`);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** So many events of one service, committed and sent to its topic. */
export async function publishOnce(
  lab: Lab,
  wish: { readonly database: DatabaseUrls; readonly prefix: string },
  events: number,
): Promise<void> {
  lab.say(`  publishing ${events} events once …`);
  const from = await openMessaging(lab, { service: 'meal-orders', ...wish });
  from.messaging.startRelay();
  const all = Array.from({ length: events }, (_, n) => servedEvent(n));
  await publishAll(from, all);
  await untilSent(from, events);
  await from.close();
}
