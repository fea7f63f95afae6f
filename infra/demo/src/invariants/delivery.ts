import type pg from 'pg';
import type { Findings } from '../findings.js';
import { MESSAGING_SERVICES } from './messaging-services.js';

interface Sent {
  readonly id: string;
  readonly topic: string;
  readonly key: string;
}

/**
 * I11 and I12: the journal of `audit` holds exactly the committed events of every outbox, numbered without gaps, and for each key of
 * a topic in the order of commits. I15: every consumer stands at the last number sent to it.
 */
export async function checkDelivery(databases: ReadonlyMap<string, pg.Client>, findings: Findings): Promise<void> {
  const audit = databases.get('audit') as pg.Client;
  const sentTo = new Map<string, string>();
  for (const service of MESSAGING_SERVICES) {
    const client = databases.get(service) as pg.Client;
    const cursor = await client.query<{ epoch: number; sent: Record<string, string> }>(
      'SELECT epoch, sent FROM outbox_cursor',
    );
    if (cursor.rows[0] === undefined) continue;
    const source = `${service}/0/${cursor.rows[0].epoch}`;
    for (const [partition, number] of Object.entries(cursor.rows[0].sent))
      sentTo.set(`${source} ${partition}`, String(number));
    const committed = await client.query<Sent>('SELECT id, topic, key FROM outbox ORDER BY xid, position');
    const journaled = await audit.query<Sent & { sequence: string }>(
      `SELECT j.event_id AS id, s.topic, j.key, j.sequence FROM journal j JOIN journal_stream s USING (stream_id)
       WHERE s.source = $1 ORDER BY j.sequence`,
      [source],
    );
    compareOrder(service, committed.rows, journaled.rows, findings);
    const numbers = journaled.rows.map(({ sequence }) => Number(sequence));
    findings.truth(
      `I11 numbers of ${source} are dense`,
      numbers.every((number, i) => number === i + 1),
    );
  }
  for (const service of MESSAGING_SERVICES)
    await checkPositions(service, databases.get(service) as pg.Client, sentTo, findings);
}

function compareOrder(
  service: string,
  committed: readonly Sent[],
  journaled: readonly Sent[],
  findings: Findings,
): void {
  const ids = new Set(journaled.map(({ id }) => id));
  findings.equal(
    `I11 ${service}: journaled events`,
    [journaled.length, ids.size],
    [committed.length, committed.length],
  );
  findings.truth(
    `I11 ${service}: every committed event is journaled`,
    committed.every(({ id }) => ids.has(id)),
  );
  const perKey = (events: readonly Sent[]): Map<string, string> => {
    const order = new Map<string, string>();
    for (const { id, topic, key } of events)
      order.set(`${topic} ${key}`, `${order.get(`${topic} ${key}`) ?? ''} ${id}`);
    return order;
  };
  const [wanted, seen] = [perKey(committed), perKey(journaled)];
  const wrong = [...wanted].filter(([key, order]) => seen.get(key) !== order).map(([key]) => key);
  findings.equal(`I12 ${service}: keys whose order differs`, wrong.slice(0, 5), []);
}

async function checkPositions(
  service: string,
  client: pg.Client,
  sentTo: ReadonlyMap<string, string>,
  findings: Findings,
): Promise<void> {
  const { rows } = await client.query<{ source: string; topic: string; partition: number; sequence: string }>(
    'SELECT source, topic, partition, sequence FROM consumer_position',
  );
  const behind = rows.filter(
    ({ source, topic, partition, sequence }) => sentTo.get(`${source} ${topic}/${partition}`) !== sequence,
  );
  findings.equal(`I15 ${service}: positions behind what was sent`, behind.slice(0, 5), []);
}
