import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { LogKey, SignedCheckpoint } from '../application/checkpoint-book.port.js';
import { CheckpointBook } from '../application/checkpoint-book.port.js';

/** Any constant that no other advisory lock of this database has. */
const TURN = 7_302_115;

const LAST = `
  SELECT size, root, note, signed_by AS "signedBy", next_journal AS "nextJournal" FROM log_checkpoint
  ORDER BY size DESC, signed_at DESC LIMIT 1`;

const SIGNED_AFTER = `
  SELECT c.note FROM log_checkpoint c, log_checkpoint k
  WHERE k.size = $1 AND k.note = $2 AND (c.size, c.signed_at) > (k.size, k.signed_at) ORDER BY c.size, c.signed_at LIMIT $3`;

const ADD = `
  INSERT INTO log_checkpoint (size, signed_by, root, note, next_journal, signed_at)
  VALUES ($1, $2, $3, $4, $5, clock_timestamp())`;

const KEYS = `
  SELECT vkey, first_size AS "firstSize", last_size AS "lastSize" FROM log_key
  ORDER BY first_size, last_size NULLS LAST, vkey`;

const ADOPT = `
  INSERT INTO log_key (vkey, first_size) SELECT vkey, $2 FROM unnest($1::text[]) AS vkey
  ON CONFLICT (vkey) DO UPDATE SET last_size = NULL WHERE log_key.last_size IS NOT NULL`;

const RETIRE = 'UPDATE log_key SET last_size = $2 WHERE vkey <> ALL($1::text[]) AND last_size IS NULL';

interface CheckpointRow extends Pick<SignedCheckpoint, 'root' | 'note' | 'signedBy'> {
  readonly size: string;
  readonly nextJournal: string;
}

interface KeyRow {
  readonly vkey: string;
  readonly firstSize: string;
  readonly lastSize: string | null;
}

@Injectable()
export class SqlCheckpointBook extends CheckpointBook {
  async takeTurn(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ mine: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS mine', [TURN]);
    return row?.mine === true;
  }

  async last(tx: Tx): Promise<SignedCheckpoint | undefined> {
    const [row] = await tx.query<CheckpointRow>(LAST);
    return row && { ...row, size: Number(row.size), nextJournal: BigInt(row.nextJournal) };
  }

  async signedAfter(tx: Tx, note: string, limit: number): Promise<string[]> {
    const size = note.split('\n')[1] ?? '';
    if (!/^(0|[1-9]\d{0,15})$/.test(size)) return []; // whoever changed the file has not forged anything
    return (await tx.query<{ note: string }>(SIGNED_AFTER, [size, note, limit])).map((row) => row.note);
  }

  async add(tx: Tx, { size, signedBy, root, note, nextJournal }: SignedCheckpoint): Promise<void> {
    await tx.query(ADD, [size, signedBy, root, note, nextJournal.toString()]);
  }

  async keys(tx: Tx): Promise<LogKey[]> {
    const rows = await tx.query<KeyRow>(KEYS);
    return rows.map(({ vkey, firstSize, lastSize }) => ({
      vkey,
      firstSize: Number(firstSize),
      lastSize: lastSize === null ? null : Number(lastSize),
    }));
  }

  async useKeys(tx: Tx, vkeys: readonly string[], size: number): Promise<void> {
    await tx.query(ADOPT, [vkeys, size]);
    await tx.query(RETIRE, [vkeys, size]);
  }
}
