import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '@doorstep/local-stack';
import type pg from 'pg';
import type { Lab } from '../harness/lab.js';

/** As if by many transactions: the planner judges by how many there are. */
const FILL = `INSERT INTO outbox (xid, id, topic, partition, key, type, time, actor, correlation, data)
  SELECT (3 + ((pg_current_xact_id()::text::numeric - 3) * n / $1::integer)::bigint)::text::xid8, gen_random_uuid(), 'meal-orders.order.events', n % 8, 'person-' || n % 2000, 'meal-orders.meal-order.served.v1', now(),
    'staff:op-puya', 'bench', '{"by":"handover","mealPeriod":"lunch","orderId":"' || gen_random_uuid() || '","siteId":"puya"}'
  FROM generate_series(1, $1::integer) AS n`;
const LAST =
  'SELECT o.xid::text, o.position::text, o.day::text FROM outbox o ORDER BY o.xid DESC, o.position DESC LIMIT 1';
const ROWS = 2_000;

interface Reader {
  after(xid: string, position: string, day: string, limit: number): Promise<readonly unknown[]>;
}

/** An outbox in which everything was sent: what a relay does again and again while nothing happens. */
export class SentOutbox {
  private constructor(
    private readonly reader: Reader,
    private readonly last: { readonly xid: string; readonly position: string; readonly day: string },
  ) {}

  static async open(lab: Lab, rows: number): Promise<SentOutbox> {
    const database = await lab.database(`outbox_${rows}`, []);
    const owner = await lab.ownerPool(database);
    await owner.query(FILL, [rows]);
    await owner.query('VACUUM ANALYZE outbox');
    // The relay's connection and reader are no part of what the library offers; the bench takes them from its build.
    const { relayClient } = await relayPart<{
      relayClient: (url: string, name: string, waits: { readonly idleMs: number }) => pg.Client;
    }>('relay-connection');
    const { OutboxReader } = await relayPart<{ OutboxReader: new (on: pg.Client) => Reader }>('outbox-reader');
    // Other things are measured between two of its looks, for longer than a healthy relay is ever silent.
    const client = relayClient(database.appUrl, 'bench relay', { idleMs: 3_600_000 });
    await client.connect();
    lab.onClose(() => client.end());
    const { rows: found } = await owner.query<SentOutbox['last']>(LAST);
    return new SentOutbox(new OutboxReader(client), found[0] as SentOutbox['last']);
  }

  /** One look behind the last row; answers how much it found. */
  async tick(): Promise<number> {
    const { xid, position, day } = this.last;
    return (await this.reader.after(xid, position, day, ROWS)).length;
  }

  /** From the very beginning, to show that there is something to be found. */
  async fromStart(): Promise<number> {
    return (await this.reader.after('0', '0', this.last.day, ROWS)).length;
  }
}

async function relayPart<Part>(name: string): Promise<Part> {
  const file = join(ROOT, `libs/messaging/dist/src/relay/${name}.js`);
  return (await import(pathToFileURL(file).href)) as Part;
}
