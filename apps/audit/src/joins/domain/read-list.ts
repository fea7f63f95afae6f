import { isLocalDate, isUuid } from '@doorstep/kernel';
import type { RowFault } from './joins.errors.js';
import { JoinListError } from './joins.errors.js';

/** One row of an auditor's list. */
export interface ListedRow {
  readonly line: number;
  /** As it was written: a person's id, or a reference. */
  readonly given: string;
  readonly by: 'person' | 'reference';
  readonly from: string;
  readonly to: string | null;
}

const COLUMNS = ['person_id', 'reference', 'from', 'to'];
const MOST_CELL = 200;
/** A cell in quotes or a bare one, and what ends it. */
const CELL = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;

/**
 * RFC 4180 with a head line, with or without a byte order mark. Only the known columns are taken: names and numbers of persons have no
 * place here.
 */
export function readList(text: string, mostRows: number): { rows: ListedRow[]; faults: RowFault[] } {
  const lines = linesOf(text.replace(/^\uFEFF/, ''), mostRows + 1);
  const head = lines.shift()?.cells.map((cell) => cell.trim().toLowerCase()) ?? [];
  const unknown = head.find((name) => !COLUMNS.includes(name));
  if (unknown !== undefined || new Set(head).size !== head.length)
    throw new JoinListError(`the columns are ${COLUMNS.join(', ')}, each once; no others are taken`);
  if (!head.includes('from') || !(head.includes('person_id') || head.includes('reference')))
    throw new JoinListError('the list needs the columns from, and person_id or reference');
  if (lines.length === 0) throw new JoinListError('the list has no rows');
  const rows: ListedRow[] = [];
  const faults: RowFault[] = [];
  for (const { line, cells } of lines) {
    const row = rowOf(line, head, cells);
    if ('reason' in row) faults.push(row);
    else rows.push(row);
  }
  return { rows, faults };
}

function rowOf(line: number, head: readonly string[], cells: readonly string[]): ListedRow | RowFault {
  const fault = (column: string, code: string, reason: string): RowFault => ({ line, column, code, reason });
  if (cells.length !== head.length)
    return fault(head[0] ?? '', 'CELLS', `the row has ${cells.length} cells, the head ${head.length}`);
  const cell = (name: string): string => (cells[head.indexOf(name)] ?? '').trim();
  const [personId, reference, from, to] = COLUMNS.map(cell) as [string, string, string, string];
  if ((personId === '') === (reference === '')) return fault('person_id', 'ONE_OF', 'say a person_id or a reference');
  const given = (personId || reference).toLowerCase();
  if (personId !== '' ? !/^[0-9a-z-]{30,40}$/.test(given) : !isUuid(given))
    return fault(personId ? 'person_id' : 'reference', 'NOT_AN_ID', 'this is no id of the log');
  if (!isLocalDate(from)) return fault('from', 'NOT_A_DATE', 'a date is YYYY-MM-DD');
  if (to !== '' && !isLocalDate(to)) return fault('to', 'NOT_A_DATE', 'a date is YYYY-MM-DD');
  if (to !== '' && to < from) return fault('to', 'BEFORE_FROM', 'the last day lies before the first');
  return { line, given, by: personId === '' ? 'reference' : 'person', from, to: to || null };
}

function linesOf(text: string, most: number): { line: number; cells: string[] }[] {
  const lines: { line: number; cells: string[] }[] = [];
  let [cells, line]: [string[], number] = [[], 1];
  CELL.lastIndex = 0;
  while (CELL.lastIndex < text.length) {
    const match = CELL.exec(text);
    if (!match) throw new JoinListError(`line ${line} is no CSV: a quote that is not closed, or text beside one`);
    const [, quoted, bare, end] = match;
    const cell = quoted?.replaceAll('""', '"') ?? bare ?? '';
    if (cell.length > MOST_CELL)
      throw new JoinListError(`line ${line} has a cell of more than ${MOST_CELL} characters`);
    cells.push(cell);
    if (end === ',' && CELL.lastIndex < text.length) continue;
    if (end === ',') cells.push('');
    if (cells.length > 1 || cells[0] !== '') lines.push({ line, cells });
    if (lines.length > most) throw new JoinListError(`the list has more than ${most - 1} rows`);
    line += 1 + (quoted?.split('\n').length ?? 1) - 1;
    cells = [];
  }
  return lines;
}
