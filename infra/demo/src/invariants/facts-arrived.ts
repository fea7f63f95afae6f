import { connect } from './connect.js';
import type { Databases } from './databases.js';

const FACTS = 'registry.person.events/';

/**
 * The start imports the demo city; quotes are right once `benefits` knows every fact of it. True when everything that the registry
 * committed is sent, and `benefits` stands at the last number of each partition of facts.
 */
export async function factsArrived(databases: Databases): Promise<boolean> {
  const sent = await rowsOf<{ all_sent: boolean; sent: Record<string, string> }>(
    databases.registry.owner,
    `SELECT c.sent, c.sequence = (SELECT count(*) FROM outbox) AS all_sent FROM outbox_cursor c`,
  );
  const [cursor] = sent;
  if (!cursor?.all_sent) return false;
  const wanted = Object.entries(cursor.sent).filter(([partition]) => partition.startsWith(FACTS));
  const positions = await rowsOf<{ place: string; sequence: string }>(
    databases.benefits.owner,
    `SELECT topic || '/' || partition AS place, sequence FROM consumer_position WHERE source LIKE 'registry/%'`,
  );
  const reached = new Map(positions.map(({ place, sequence }) => [place, sequence]));
  return wanted.length > 0 && wanted.every(([place, number]) => reached.get(place) === String(number));
}

async function rowsOf<R extends object>(url: string, sql: string): Promise<R[]> {
  const client = await connect(url);
  try {
    return (await client.query<R>(sql)).rows;
  } finally {
    await client.end();
  }
}
