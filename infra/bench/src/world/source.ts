import type { KeySpace } from '@doorstep/contracts';
import { PARTITIONS } from '@doorstep/contracts';
import type { NewEvent, OperatedService } from '@doorstep/messaging';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';
import type { OpenMessaging } from './open-messaging.js';
import { openMessaging } from './open-messaging.js';
import { untilSent } from './served-events.js';

const CHUNK = 4_000;
const META = { actor: 'client:bench', correlationId: 'bench' };

/** Speaks as a service that does not run here: a real outbox and a real relay, filled by hand. */
export class Source {
  private sent = 0;

  private constructor(
    private readonly from: OpenMessaging,
    private readonly owner: pg.Pool,
  ) {}

  static async open(lab: Lab, service: OperatedService, prefix: string, world = 'source'): Promise<Source> {
    const database = await lab.database(`${world}_${service}`, []);
    const from = await openMessaging(lab, { service, database, prefix });
    from.messaging.startRelay();
    return new Source(from, await lab.ownerPool(database));
  }

  /** Answers when everything lies in Kafka. */
  async publish(events: readonly NewEvent[]): Promise<void> {
    for (let at = 0; at < events.length; at += CHUNK) {
      const chunk = events.slice(at, at + CHUNK);
      const spaces = new Set(chunk.map(({ definition }) => definition.topic.keySpace));
      const options = { keys: [], partitions: [...spaces].flatMap(everyPartition), timeoutMs: 60_000 };
      await this.from.transactions.run(options, (tx) => this.from.messaging.outbox.add(tx, META, ...chunk));
    }
    this.sent += events.length;
    await untilSent(this.from, this.sent);
  }

  /** Last number sent to each `topic/partition`. */
  async places(): Promise<Record<string, number>> {
    const { rows } = await this.owner.query<{ sent: Record<string, number> }>('SELECT sent FROM outbox_cursor');
    return rows[0]?.sent ?? {};
  }

  close(): Promise<void> {
    return this.from.close();
  }
}

function everyPartition(space: KeySpace): { space: KeySpace; partition: number }[] {
  return Array.from({ length: PARTITIONS[space] }, (_, partition) => ({ space, partition }));
}

const POSITIONS = `SELECT topic || '/' || partition AS place, sequence::int AS sequence FROM consumer_position
  WHERE source LIKE $1`;

const LAST_COMMIT = `SELECT max(extract(epoch FROM pg_xact_commit_timestamp(xmin)))::float8 * 1000 AS at
  FROM consumer_position WHERE source LIKE $1`;

/** When the server committed the latest of what a consumer took of the source, on the clock of `performance.now()`. */
export async function lastTaken(reader: pg.Pool, source: string): Promise<number> {
  const { rows } = await reader.query<{ at: number }>(LAST_COMMIT, [`${source}/%`]);
  return (rows[0]?.at ?? NaN) - performance.timeOrigin;
}

/** Waits until a consumer stands at the last number of every place of the source that it reads. */
export async function untilTaken(
  reader: pg.Pool,
  source: { readonly name: string; readonly places: Readonly<Record<string, number>> },
  limitMs: number,
  everyMs = 5,
): Promise<void> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const { rows } = await reader.query<{ place: string; sequence: number }>(POSITIONS, [`${source.name}/%`]);
    const reached = new Map(rows.map(({ place, sequence }) => [place, sequence]));
    const behind = Object.entries(source.places).filter(([place, number]) => (reached.get(place) ?? 0) < number);
    if (behind.length === 0) return;
    if (performance.now() > deadline) throw new Error(`not taken in time: ${JSON.stringify(behind.slice(0, 4))}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
