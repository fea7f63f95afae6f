import type { LaneKey, Transactions } from '@doorstep/persistence';
import type { Messaging } from '@doorstep/messaging';
import { META, noShow, served } from './test-events.js';

export interface ChangeOptions {
  /** Writes something else first and waits, so that the transaction has its id long before it touches the account. */
  readonly writeFirstMs?: number;
  /** Waits between the event and the commit. */
  readonly lingerMs?: number;
  readonly beforeCommit?: () => Promise<void>;
  readonly abort?: boolean;
}

interface Publishing {
  readonly transactions: Transactions;
  readonly messaging: Messaging;
}

class Abort extends Error {}

/**
 * One change of a person's account with its event. The row lock of the account makes `n` the commit order of the key, whatever
 * lanes and relay do; so the checker has a truth of its own.
 */
export async function change(
  { transactions, messaging }: Publishing,
  key: string,
  options: ChangeOptions = {},
): Promise<void> {
  const lane: LaneKey = { space: 'person', key };
  try {
    await transactions.run({ keys: [lane] }, async (tx) => {
      if (options.writeFirstMs !== undefined) {
        await tx.query('INSERT INTO touch DEFAULT VALUES');
        await pause(options.writeFirstMs);
      }
      const [account] = await tx.query<{ n: number }>(
        `INSERT INTO account VALUES ($1, 1) ON CONFLICT (key) DO UPDATE SET n = account.n + 1 RETURNING n`,
        [key],
      );
      const n = account?.n ?? 0;
      const [id] = await messaging.outbox.add(tx, META, n % 3 === 0 ? noShow(key, n) : served(key, n));
      await tx.query('INSERT INTO change (key, n, event_id) VALUES ($1, $2, $3)', [key, n, id]);
      if (options.lingerMs !== undefined) await pause(options.lingerMs);
      await options.beforeCommit?.();
      if (options.abort === true) throw new Abort();
    });
  } catch (error) {
    if (!(error instanceof Abort)) throw error;
  }
}

/** Many changes at once over the given people, some of them aborted, some slow in the nastiest places. */
export async function lunch(publishing: Publishing, people: readonly string[], changes: number, at = 8): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let i = next++; i < changes; i = next++) {
      const key = people[i % people.length] as string;
      const chance = Math.random();
      await change(publishing, key, {
        ...(chance < 0.2 && { writeFirstMs: Math.random() * 20 }),
        ...(chance > 0.8 && { lingerMs: Math.random() * 20 }),
        abort: Math.random() < 0.1,
      });
    }
  };
  await Promise.all(Array.from({ length: at }, worker));
}

/** Changes go on until something has happened. */
export async function lunchUntil(
  publishing: Publishing,
  people: readonly string[],
  end: Promise<unknown>,
): Promise<void> {
  let ended = false;
  void end.then(() => (ended = true));
  while (!ended) await lunch(publishing, people, 10, 4);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
