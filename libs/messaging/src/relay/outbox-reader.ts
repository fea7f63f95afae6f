import type { Client } from 'pg';
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
  data: string,
];

/**
 * Reads what was committed after a point, in (xid, position) order. Only rows below the snapshot horizon count: above it a
 * transaction may still be running that will commit a smaller number (ADR 0003).
 */
export class OutboxReader {
  constructor(protected readonly client: Client) {}

  /**
   * @param day no older day of the outbox is looked at, so that an idle look costs the same however long the history. One day
   *   earlier than today is always included: a transaction keeps the day on which it began.
   */
  async after(xid: string, position: string, day: string, limit: number): Promise<OutboxRow[]> {
    const { rows } = await this.client.query<RowValues>({
      name: 'outbox-after',
      text: `SELECT o.xid, o.position, o.id, o.topic, o.partition, o.key, o.type, o.time, o.actor, o.correlation,
          o.causation, o.data
        FROM outbox o
        WHERE (o.xid, o.position) > ($1::xid8, $2::bigint) AND ${this.committed()}
          AND o.day >= LEAST($3::date, current_date - 1)
        ORDER BY o.xid, o.position LIMIT $4`,
      values: [xid, position, day, limit],
      rowMode: 'array',
    });
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
  data,
]: RowValues): OutboxRow {
  return { xid, position, id, topic, partition, key, type, time, actor, correlation, causation, data };
}
