import { randomBytes, createSecretKey } from 'node:crypto';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { ListDiffItem, ListImportView } from '@doorstep/contracts';
import { MAX_IMPORT_BYTES } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import { KeyWrapper } from '../../vault/application/key-wrapper.port.js';
import { KEY_BYTES, opened, sealed } from '../../vault/domain/sealed-box.js';
import type { ListDiff } from '../application/list-diff.js';
import type { ListItemFilter } from '../application/list-import.repository.port.js';
import { ListImportRepository } from '../application/list-import.repository.port.js';

const SELECT = `SELECT import_id, list, area_code, state, row_count, counts, diff_sha256, ended_absent, prepared_at, prepared_by,
    expires_at, closed_at, closed_by FROM list_import`;
const ADD = `INSERT INTO list_import (import_id, list, area_code, state, row_count, counts, diff_sha256, prepared_at, prepared_by,
    expires_at, sealed_file, file_key)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`;
const ADD_ITEMS = `INSERT INTO list_import_item (import_id, position, outcome, person_id, reference, item)
  SELECT $1::uuid, given.* FROM unnest($2::integer[], $3::text[], $4::uuid[], $5::text[], $6::jsonb[]) AS given`;
const ITEMS = `SELECT item FROM list_import_item
  WHERE import_id = $1 AND ($2::text IS NULL OR outcome = $2) AND position > $3 ORDER BY position LIMIT $4`;
const ABSENT = `SELECT DISTINCT person_id FROM list_import_item
  WHERE import_id = $1 AND outcome = 'absent' AND ($2::integer[] IS NULL OR position = ANY($2::integer[]))`;
const CLOSE = `UPDATE list_import SET state = $2, ended_absent = $3, closed_at = $4, closed_by = $5, sealed_file = NULL, file_key = NULL
  WHERE import_id = $1 AND state = 'prepared' RETURNING import_id`;
const EXPIRE = `UPDATE list_import SET state = 'discarded', closed_at = $1, closed_by = 'system', sealed_file = NULL, file_key = NULL
  WHERE state = 'prepared' AND expires_at <= $1 RETURNING import_id`;
const FORGET_ITEMS = `DELETE FROM list_import_item item USING list_import list
  WHERE list.import_id = item.import_id AND list.state IN ('discarded', 'refused') AND list.expires_at <= $1`;

interface ListRow {
  readonly import_id: string;
  readonly list: ListImportView['list'];
  readonly area_code: string | null;
  readonly state: ListImportView['state'];
  readonly row_count: number;
  readonly counts: ListImportView['counts'];
  readonly diff_sha256: string;
  readonly ended_absent: number;
  readonly prepared_at: Date;
  readonly prepared_by: string;
  readonly expires_at: Date;
  readonly closed_at: Date | null;
  readonly closed_by: string | null;
}

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** A file that waits is packed and sealed under a key of its own; closing it destroys the key. */
@Injectable()
export class SqlListImportRepository extends ListImportRepository {
  constructor(private readonly wrapper: KeyWrapper) {
    super();
  }

  async add(tx: Tx, report: ListImportView, diff: ListDiff, csv: string): Promise<void> {
    const file = report.state === 'prepared' ? await this.seal(report.id, csv) : { sealed: null, key: null };
    const { id, list, area, state, rows, counts, diffSha256, preparedAt, preparedBy, expiresAt } = report;
    const values = [id, list, area, state, rows, JSON.stringify(counts), diffSha256, preparedAt, preparedBy, expiresAt];
    await tx.query(ADD, [...values, file.sealed, file.key]);
    for (const chunk of inChunks(diff.items))
      await tx.query(ADD_ITEMS, [
        id,
        chunk.map((item) => item.position),
        chunk.map((item) => item.outcome),
        chunk.map((item) => item.personId),
        chunk.map((item) => item.reference),
        chunk.map((item) => JSON.stringify(item)),
      ]);
  }

  async find(tx: Tx, importId: string): Promise<ListImportView | undefined> {
    return (await tx.query<ListRow>(`${SELECT} WHERE import_id = $1`, [importId])).map(viewOf)[0];
  }

  async file(tx: Tx, importId: string): Promise<string | undefined> {
    const [row] = await tx.query<{ sealed_file: Buffer; file_key: Buffer }>(
      'SELECT sealed_file, file_key FROM list_import WHERE import_id = $1 AND sealed_file IS NOT NULL',
      [importId],
    );
    if (!row) return undefined;
    const [key] = await this.wrapper.unwrap([row.file_key], [contextOf(importId)]);
    const packed = opened(createSecretKey(key as Buffer), row.sealed_file, contextOf(importId));
    return (await unzip(packed, { maxOutputLength: MAX_IMPORT_BYTES })).toString('utf8');
  }

  async items(tx: Tx, importId: string, { outcome, after, limit }: ListItemFilter): Promise<ListDiffItem[]> {
    const rows = await tx.query<{ item: ListDiffItem }>(ITEMS, [importId, outcome ?? null, after, limit]);
    return rows.map(({ item }) => item);
  }

  async absentPeople(tx: Tx, importId: string, positions: readonly number[] | 'all'): Promise<string[]> {
    const rows = await tx.query<{ person_id: string }>(ABSENT, [importId, positions === 'all' ? null : positions]);
    return rows.map((row) => row.person_id);
  }

  async countWaiting(tx: Tx): Promise<number> {
    const [row] = await tx.query<{ lists: number }>(
      `SELECT count(*)::integer AS lists FROM list_import WHERE state = 'prepared'`,
    );
    return row?.lists ?? 0;
  }

  async close(tx: Tx, { id, state, endedAbsent, closedAt, closedBy }: ListImportView): Promise<boolean> {
    return (await tx.query(CLOSE, [id, state, endedAbsent, closedAt, closedBy])).length > 0;
  }

  async dropExpired(tx: Tx, now: Date): Promise<number> {
    const dropped = await tx.query(EXPIRE, [now]);
    await tx.query(FORGET_ITEMS, [now]);
    return dropped.length;
  }

  private async seal(importId: string, csv: string): Promise<{ sealed: Buffer; key: Buffer }> {
    const secret = randomBytes(KEY_BYTES);
    const [key] = await this.wrapper.wrap([secret], [contextOf(importId)]);
    const packed = await zip(Buffer.from(csv, 'utf8'));
    return { sealed: sealed(createSecretKey(secret), packed, contextOf(importId)), key: key as Buffer };
  }
}

function contextOf(importId: string): string {
  return `list-import/${importId}`;
}

function viewOf(row: ListRow): ListImportView {
  return {
    id: row.import_id,
    list: row.list,
    area: row.area_code,
    state: row.state,
    rows: row.row_count,
    counts: row.counts,
    diffSha256: row.diff_sha256,
    endedAbsent: row.ended_absent,
    preparedAt: row.prepared_at.toISOString(),
    preparedBy: row.prepared_by,
    expiresAt: row.expires_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    closedBy: row.closed_by,
  };
}
