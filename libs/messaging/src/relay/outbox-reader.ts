import { assert } from '@doorstep/kernel';
import type { Client } from 'pg';
import { FreshEvents, type FreshEvent } from './fresh-events.js';
import type { OutboxRow } from './outbox-row.js';

type RowValues = [
  xid: string,
  position: string,
  id: string,
  topic: string,
  partition: number,
  key: string,
  type: string,
  time: string,
  actor: string,
  correlation: string,
  causation: string | null,
  traceparent: string | null,
  data: string,
];

type Place = Pick<OutboxRow, 'xid' | 'position' | 'id'>;

/**
 * Reads what was committed after a point, in (xid, position) order. Only rows below the snapshot horizon count: above it a
 * transaction may still be running that will commit a smaller number (ADR 0003).
 */
export class OutboxReader {
  /** Most of the last rows were not kept here: to ask for their places first would only be a second query. */
  private elsewhere = false;

  constructor(
    protected readonly client: Client,
    private readonly fresh = new FreshEvents(),
  ) {}

  /**
   * @param day no older day of the outbox is looked at, so that an idle look costs the same however long the history. One day
   *   earlier than today is always included: a transaction keeps the day on which it began.
   */
  async after(xid: string, position: string, day: string, limit: number): Promise<OutboxRow[]> {
    const range = `WHERE (o.xid, o.position) > ($1::xid8, $2::bigint) AND ${this.committed()}
      AND o.day >= LEAST($3::date, current_date - 1) ORDER BY o.xid, o.position LIMIT $4`;
    const values = [xid, position, day, limit];
    if (this.fresh.isEmpty || this.elsewhere) return this.look(await this.whole('outbox-after', range, values));
    const places = await this.places(range, values);
    const known = places.map(({ id }) => this.fresh.take(id));
    this.learn(places.length, known.filter((event) => event !== undefined).length);
    if (!known.includes(undefined)) return places.map((place, index) => rowAt(place, known[index] as FreshEvent));
    return this.fill(places, known);
  }

  /** What was read anyway need not be kept any longer. */
  private look(rows: OutboxRow[]): OutboxRow[] {
    if (this.fresh.isEmpty) this.elsewhere = false;
    else this.learn(rows.length, rows.filter(({ id }) => this.fresh.take(id) !== undefined).length);
    return rows;
  }

  private learn(rows: number, kept: number): void {
    if (rows > 0) this.elsewhere = kept < rows / 2;
  }

  /** Rows that another instance wrote, or an earlier life of this one, are read from the table. */
  private async fill(places: readonly Place[], known: readonly (FreshEvent | undefined)[]): Promise<OutboxRow[]> {
    const missing = places.filter((_, index) => known[index] === undefined);
    const wanted = 'WHERE (o.xid, o.position) IN (SELECT * FROM unnest($1::xid8[], $2::bigint[]))';
    const values = [missing.map(({ xid }) => xid), missing.map(({ position }) => position)];
    const read = new Map((await this.whole('outbox-at', wanted, values)).map((row) => [row.id, row]));
    return places.map((place, index) => {
      const event = known[index] ?? read.get(place.id);
      assert(event, 'an event vanished from the outbox');
      return rowAt(place, event);
    });
  }

  private async places(range: string, values: readonly unknown[]): Promise<Place[]> {
    const text = `SELECT o.xid, o.position, o.id FROM outbox o ${range}`;
    const query = { name: 'outbox-places', text, values: [...values], rowMode: 'array' as const };
    const { rows } = await this.client.query<[string, string, string]>(query);
    return rows.map(([xid, position, id]) => ({ xid, position, id }));
  }

  private async whole(name: string, where: string, values: readonly unknown[]): Promise<OutboxRow[]> {
    const text = `SELECT o.xid, o.position, o.id, o.topic, o.partition, o.key, o.type, o.time, o.actor, o.correlation,
        o.causation, o.traceparent, o.data FROM outbox o ${where}`;
    const query = { name, text, values: [...values], rowMode: 'array' as const };
    const { rows } = await this.client.query<RowValues>(query);
    return rows.map(rowOf);
  }

  /** True when unsent rows lie in days before the given one. */
  async anyBefore(xid: string, position: string, day: string): Promise<boolean> {
    const { rows } = await this.client.query<{ found: boolean }>(
      'SELECT EXISTS (SELECT FROM outbox o WHERE (o.xid, o.position) > ($1::xid8, $2::bigint) AND o.day < $3::date) AS found',
      [xid, position, day],
    );
    return rows[0]?.found ?? false;
  }

  /** The last row that is committed, whether or not its turn has come. */
  async lastAfter(xid: string, position: string): Promise<Pick<OutboxRow, 'xid' | 'position'> | undefined> {
    const { rows } = await this.client.query<Pick<OutboxRow, 'xid' | 'position'>>(
      `SELECT o.xid, o.position FROM outbox o WHERE (o.xid, o.position) > ($1::xid8, $2::bigint)
       ORDER BY o.xid DESC, o.position DESC LIMIT 1`,
      [xid, position],
    );
    return rows[0];
  }

  /** Id of the n-th row (from 1) after a point. */
  async nthAfter(xid: string, position: string, n: number): Promise<string | undefined> {
    const { rows } = await this.client.query<{ id: string }>(
      `SELECT o.id FROM outbox o WHERE (o.xid, o.position) > ($1::xid8, $2::bigint) AND ${this.committed()}
       ORDER BY o.xid, o.position OFFSET $3 LIMIT 1`,
      [xid, position, n - 1],
    );
    return rows[0]?.id;
  }

  protected committed(): string {
    return 'o.xid < pg_snapshot_xmin(pg_current_snapshot())';
  }
}

function rowOf([
  xid,
  position,
  id,
  topic,
  partition,
  key,
  type,
  time,
  actor,
  correlation,
  causation,
  traceparent,
  data,
]: RowValues): OutboxRow {
  return { xid, position, id, topic, partition, key, type, time, actor, correlation, causation, traceparent, data };
}

/** Member by member: copying an object of so many members is dear, and every event comes here. */
function rowAt({ xid, position, id }: Place, event: FreshEvent): OutboxRow {
  const { topic, partition, key, type, time, actor, correlation, causation, traceparent, data } = event;
  return { xid, position, id, topic, partition, key, type, time, actor, correlation, causation, traceparent, data };
}
