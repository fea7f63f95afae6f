import type { Client } from 'pg';
import type { Cursor } from './cursor.js';
import type { Advance } from './numbering.js';

/** Another relay has moved the cursor; this one must not send any more. */
export class CursorLostError extends Error {
  override readonly name = 'CursorLostError';

  constructor() {
    super('the cursor of the outbox was moved by another relay');
  }
}

/** The one row that says what was sent. */
export class CursorStore {
  constructor(private readonly client: Client) {}

  /** Creates the first epoch on a database that never sent anything. */
  async load(shard: number, database: string): Promise<Cursor> {
    await this.client.query(
      `INSERT INTO outbox_cursor (shard, epoch, xid, position, day, sequence, sent, database)
       VALUES ($1, 1, '0', 0, current_date - 1, 0, '{}', $2) ON CONFLICT (shard) DO NOTHING`,
      [shard, database],
    );
    const { rows } = await this.client.query<Omit<Cursor, 'sequence'> & { sequence: string }>(
      `SELECT shard, epoch, xid, position, LEAST(day, current_date - 1)::text AS day, sequence, sent, database
       FROM outbox_cursor WHERE shard = $1`,
      [shard],
    );
    const [row] = rows;
    if (!row) throw new CursorLostError();
    return { ...row, sequence: Number(row.sequence) };
  }

  /** @throws CursorLostError when the row is not where this relay left it. */
  async advance(cursor: Cursor, advance: Advance): Promise<Cursor> {
    const { rowCount } = await this.client.query({
      name: 'outbox-advance',
      text: `UPDATE outbox_cursor SET xid = $3::xid8, position = $4, sequence = $5, sent = sent || $6::jsonb, updated_at = now()
        WHERE shard = $1 AND epoch = $7 AND sequence = $2`,
      values: [
        cursor.shard,
        cursor.sequence,
        advance.xid,
        advance.position,
        advance.sequence,
        JSON.stringify(advance.sent),
        cursor.epoch,
      ],
    });
    if (rowCount !== 1) throw new CursorLostError();
    const { xid, position, sequence } = advance;
    return { ...cursor, xid, position, sequence, sent: { ...cursor.sent, ...advance.sent } };
  }

  async setDay(cursor: Cursor, day: string): Promise<Cursor> {
    await this.client.query('UPDATE outbox_cursor SET day = $2 WHERE shard = $1', [cursor.shard, day]);
    return { ...cursor, day };
  }
}
