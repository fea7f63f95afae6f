import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { KeptEvent, LiveEvent, LivePlace } from '../application/live-event.js';
import { LiveStore } from '../application/live-store.port.js';

const KEEP = `
  INSERT INTO live_event (topic, type, thing, site_id, person_id, at)
  SELECT * FROM json_to_recordset($1::json) AS news (topic text, type text, thing text, site_id text, person_id uuid, at timestamptz)`;

const END = `SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid`;

// Below the horizon nobody can commit any more, so nothing comes in front of what was read once.
const AFTER = `
  SELECT xid::text, position::text, topic, type, thing, site_id AS "siteId", person_id AS "personId", at
  FROM live_event WHERE (xid, position) > ($1::xid8, $2::bigint) AND xid < pg_snapshot_xmin(pg_current_snapshot())
  ORDER BY xid, position LIMIT $3`;

const REACHES = `
  SELECT ($1::xid8, $2::bigint) >= (f.xid, f.position) AND $1::xid8 <= pg_snapshot_xmax(pg_current_snapshot()) AS reaches
  FROM live_floor f`;

// What is forgotten is always the oldest, and the floor says up to where.
const FORGET = `
  WITH bound AS (SELECT xid, position FROM live_event ORDER BY xid DESC, position DESC OFFSET $2 LIMIT 1),
  gone AS (
    DELETE FROM live_event WHERE (xid, position) IN (
      SELECT e.xid, e.position FROM live_event e
      WHERE e.kept_at < now() - $1::int * interval '1 second' OR (e.xid, e.position) <= (SELECT xid, position FROM bound)
      ORDER BY e.xid, e.position LIMIT $3)
    RETURNING xid, position),
  last AS (SELECT xid, position FROM gone ORDER BY xid DESC, position DESC LIMIT 1),
  moved AS (
    UPDATE live_floor f SET xid = last.xid, position = last.position FROM last
    WHERE (last.xid, last.position) > (f.xid, f.position))
  SELECT count(*)::int AS gone FROM gone`;

interface Row extends LiveEvent {
  readonly xid: string;
  readonly position: string;
}

@Injectable()
export class SqlLiveStore extends LiveStore {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async keep(tx: Tx, events: readonly LiveEvent[]): Promise<void> {
    const rows = events.map(({ siteId, personId, ...rest }) => ({ ...rest, site_id: siteId, person_id: personId }));
    await tx.query(KEEP, [JSON.stringify(rows)]);
  }

  async end(): Promise<LivePlace> {
    const [row] = await this.transactions.read((tx) => tx.query<{ xid: string }>(END));
    return { xid: BigInt(row?.xid ?? 0), position: 0n };
  }

  async after({ xid, position }: LivePlace, limit: number): Promise<KeptEvent[]> {
    const rows = await this.transactions.read((tx) => tx.query<Row>(AFTER, [String(xid), String(position), limit]));
    return rows.map((row) => ({
      topic: row.topic,
      type: row.type,
      thing: row.thing,
      siteId: row.siteId,
      personId: row.personId,
      at: new Date(row.at).toISOString(),
      place: { xid: BigInt(row.xid), position: BigInt(row.position) },
    }));
  }

  async reaches({ xid, position }: LivePlace): Promise<boolean> {
    const [row] = await this.transactions.read((tx) =>
      tx.query<{ reaches: boolean }>(REACHES, [String(xid), String(position)]),
    );
    return row?.reaches === true;
  }

  async forget({ seconds, rows }: { readonly seconds: number; readonly rows: number }, limit: number): Promise<number> {
    const [row] = await this.transactions.run({ keys: [] }, (tx) =>
      tx.query<{ gone: number }>(FORGET, [seconds, rows, limit]),
    );
    return row?.gone ?? 0;
  }
}
