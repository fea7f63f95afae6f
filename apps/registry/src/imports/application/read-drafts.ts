import { setImmediate as otherWork } from 'node:timers/promises';
import { IMPORT_COLUMNS, MAX_IMPORT_ROWS } from '@doorstep/contracts';
import { cellText } from '../domain/cell.js';
import type { CsvRecord } from '../domain/csv.js';
import { readCsv } from '../domain/csv.js';
import type { RecordKind } from '../domain/import-form.js';
import { FORM, isRecordKind, RECORDS } from '../domain/import-form.js';
import { ImportFileError, RowRefusedError } from '../domain/import.errors.js';
import { ImportDrafts } from './import-drafts.js';
import { ImportRow } from './import-row.js';
import { termDraft } from './term-draft.js';
import { areaDraft, factDraft, personDraft, siteDraft } from './row-drafts.js';

/** Rows read before other requests get a turn: about ten milliseconds of work. */
const ROWS_AT_ONCE = 1_000;

/** Reads a whole file. Throws ImportFileError or CsvBrokenError when it is not one; refused rows are collected. */
export async function readDrafts(text: string): Promise<ImportDrafts> {
  const drafts = new ImportDrafts();
  let header: readonly string[] | undefined;
  for (const record of readCsv(text)) {
    if (!header) {
      header = headerOf(record.cells);
      continue;
    }
    drafts.rows += 1;
    if (drafts.rows > MAX_IMPORT_ROWS)
      throw new ImportFileError('IMPORT.TOO_MANY_ROWS', 'cut the list into several files', { limit: MAX_IMPORT_ROWS });
    const names = header;
    drafts.refusals.attempt(record.line, () => read(drafts, rowOf(names, record)));
    if (drafts.rows % ROWS_AT_ONCE === 0) await otherWork();
  }
  if (drafts.rows === 0) throw new ImportFileError('IMPORT.EMPTY', 'the file has no rows');
  return drafts;
}

function headerOf(cells: readonly string[]): readonly string[] {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const unknown = names.findIndex((name) => !(IMPORT_COLUMNS as readonly string[]).includes(name));
  // A list without a header begins with a person, so the text of the cell is not repeated.
  if (unknown >= 0)
    throw new ImportFileError('IMPORT.HEADER_UNKNOWN_COLUMN', `column ${unknown + 1} has no known name`, {
      column: unknown + 1,
    });
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0)
    throw new ImportFileError('IMPORT.HEADER_COLUMN_TWICE', 'a column is named twice', { column: twice + 1 });
  if (!names.includes('record')) throw new ImportFileError('IMPORT.HEADER_NO_RECORD', 'the column record is missing');
  return names;
}

function rowOf(header: readonly string[], { line, cells }: CsvRecord): ImportRow {
  if (cells.length !== header.length)
    throw new RowRefusedError(null, 'IMPORT.CELL_COUNT', `${cells.length} cells instead of ${header.length}`);
  const filled = new Map<string, string>();
  header.forEach((column, index) => {
    const raw = cells[index] as string;
    const text = raw === '' ? undefined : cellText(column, raw);
    if (text !== undefined) filled.set(column, text);
  });
  const record = filled.get('record') ?? '';
  if (!isRecordKind(record))
    throw new RowRefusedError('record', 'IMPORT.RECORD_UNKNOWN', `one of: ${RECORDS.join(', ')}`);
  checkForm(record, filled);
  return new ImportRow(line, record, filled);
}

function checkForm(record: RecordKind, filled: ReadonlyMap<string, string>): void {
  const { required, optional } = FORM[record];
  for (const column of required)
    if (!filled.has(column)) throw new RowRefusedError(column, 'IMPORT.COLUMN_REQUIRED', 'the cell is empty');
  for (const column of filled.keys())
    if (column !== 'record' && !required.includes(column) && !optional.includes(column))
      throw new RowRefusedError(column, 'IMPORT.COLUMN_NOT_ALLOWED', `a row of ${record} leaves the column empty`);
}

function read(drafts: ImportDrafts, row: ImportRow): void {
  if (row.record === 'area') drafts.areas.push(areaDraft(row));
  else if (row.record === 'site') drafts.sites.push(siteDraft(row));
  else if (row.record === 'term') drafts.terms.push(termDraft(row));
  else if (row.record === 'person') drafts.people.push(personDraft(row));
  else drafts.facts.push(factDraft(row));
}
