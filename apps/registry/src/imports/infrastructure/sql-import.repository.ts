import type { ImportCounts, ImportView, RowRefusal } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ImportRepository } from '../application/import.repository.port.js';

interface ImportRow {
  readonly import_id: string;
  readonly state: ImportView['state'];
  readonly file_sha256: string;
  readonly row_count: number;
  readonly counts: Readonly<Record<'areas' | 'sites' | 'people' | 'facts', ImportCounts>> & {
    /** Files from before there were terms have none. */
    readonly terms?: ImportCounts;
  };
  readonly refused_rows: number;
  readonly recorded_at: Date;
  readonly recorded_by: string;
}

@Injectable()
export class SqlImportRepository extends ImportRepository {
  async save(tx: Tx, report: ImportView): Promise<void> {
    const { areas, sites, terms, people, facts } = report;
    await tx.query(
      `INSERT INTO import_file (import_id, state, file_sha256, row_count, counts, refused_rows, recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [
        report.id,
        report.state,
        report.fileSha256,
        report.rows,
        JSON.stringify({ areas, sites, terms, people, facts }),
        report.refusedRows,
        report.recordedAt,
        report.recordedBy,
      ],
    );
    if (report.refused.length > 0) await this.saveRefusals(tx, report);
  }

  async find(tx: Tx, importId: string): Promise<ImportView | undefined> {
    const [row] = await tx.query<ImportRow>('SELECT * FROM import_file WHERE import_id = $1', [importId]);
    if (!row) return undefined;
    const refused = await tx.query<RowRefusal>(
      'SELECT line, column_name AS "column", code, reason FROM import_refusal WHERE import_id = $1 ORDER BY position',
      [importId],
    );
    return {
      id: row.import_id,
      state: row.state,
      fileSha256: row.file_sha256,
      rows: row.row_count,
      ...row.counts,
      terms: row.counts.terms ?? { added: 0, changed: 0, unchanged: 0 },
      refusedRows: row.refused_rows,
      refused,
      recordedAt: row.recorded_at.toISOString(),
      recordedBy: row.recorded_by,
    };
  }

  private async saveRefusals(tx: Tx, { id, refused }: ImportView): Promise<void> {
    await tx.query(
      `INSERT INTO import_refusal (import_id, position, line, column_name, code, reason)
       SELECT $1::uuid, given.position, given.line, given.column_name, given.code, given.reason
       FROM unnest($2::integer[], $3::text[], $4::text[], $5::text[]) WITH ORDINALITY
         AS given (line, column_name, code, reason, position)`,
      [
        id,
        refused.map((refusal) => refusal.line),
        refused.map((refusal) => refusal.column),
        refused.map((refusal) => refusal.code),
        refused.map((refusal) => refusal.reason),
      ],
    );
  }
}
