import { connect } from './connect.js';
import type { Databases } from './databases.js';
import { MESSAGING_SERVICES } from './messaging-services.js';

interface Sent {
  readonly source: string;
  readonly topic: string;
  readonly partition: string;
  readonly number: string;
}

/**
 * True when everything that was committed is sent, everybody stands at the last number of each partition of the topics that he reads, and
 * nothing waits for something that is still to come.
 */
export async function caughtUp(databases: Databases): Promise<boolean> {
  const sent: Sent[] = [];
  const read = new Map<string, Map<string, string>>();
  for (const service of MESSAGING_SERVICES) {
    const client = await connect(databases[service].owner);
    try {
      const cursor = await client.query<{ epoch: number; sent: Record<string, string>; pending: boolean }>(
        `SELECT epoch, sent, EXISTS (SELECT FROM outbox o WHERE (o.xid, o.position) > (c.xid, c.position))
           OR EXISTS (SELECT FROM parked_key) AS pending
         FROM outbox_cursor c`,
      );
      for (const { epoch, sent: numbers, pending } of cursor.rows) {
        if (pending) return false;
        for (const [place, number] of Object.entries(numbers)) {
          const [topic = '', partition = ''] = place.split('/');
          sent.push({ source: `${service}/0/${epoch}`, topic, partition, number: String(number) });
        }
      }
      const { rows } = await client.query<{ source: string; topic: string; partition: string; sequence: string }>(
        `SELECT source, topic, partition::text, sequence FROM consumer_position WHERE source <> '-'`,
      );
      const own = rows.map((row) => [`${row.source} ${row.topic} ${row.partition}`, row.sequence] as const);
      read.set(service, new Map([...own, ...rows.map((row) => [`${row.source} ${row.topic}`, ''] as const)]));
    } finally {
      await client.end();
    }
  }
  return [...read.values()].every((positions) =>
    sent
      .filter(({ source, topic }) => positions.has(`${source} ${topic}`))
      .every(({ source, topic, partition, number }) => positions.get(`${source} ${topic} ${partition}`) === number),
  );
}
