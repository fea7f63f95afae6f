import type { Column } from '../domain/columns.js';
import type { Cell } from '../domain/csv.js';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv.js';
import type { WrittenFile } from './archive.port.js';

/** A table that is handed out as a file, with all that the file says of itself. */
export interface ToldTable {
  /** In the names of files: `events`. */
  readonly name: string;
  /** Of its sheet. */
  readonly title: string;
  readonly columns: readonly Column[];
  /** Some at a time. */
  readonly pages: AsyncIterable<readonly (readonly Cell[])[]>;
  /** Rows of all pages. */
  readonly count: number;
  /** What was asked and by whom, one item a row; the hashes of what was written are added. */
  readonly about: readonly (readonly [item: string, value: Cell])[];
}

/** The head of the table: each column in Chinese, and as in JSON. */
export function headOf({ columns }: ToldTable): string[] {
  return columns.map(({ name, zh }) => `${zh} ${name}`);
}

/** The table alone, after RFC 4180. */
export async function* csvOf(table: ToldTable): AsyncIterable<string> {
  yield BYTE_ORDER_MARK + csvRow(headOf(table));
  for await (const rows of table.pages) yield rows.map((row) => csvRow(row)).join('');
}

/** What it says of itself as a table, with the hashes of the files that it speaks of. */
export function aboutRows({ about }: ToldTable, written: readonly WrittenFile[]): (readonly Cell[])[] {
  return [
    ['项目 item', '内容 value'],
    ...about,
    ...written.map(({ name, sha256 }) => [`SHA-256 ${name}`, sha256] as const),
  ];
}

/** What the columns mean, as a table. */
export function dictionaryRows({ columns }: Pick<ToldTable, 'columns'>): (readonly Cell[])[] {
  return [
    ['列 column', '中文', '含义 meaning', '类型 kind'],
    ...columns.map(({ name, zh, meaning, kind }) => [name, zh, meaning, kind]),
  ];
}

/** A filter as items of what a table says of itself. */
export function filterItems(filter: Readonly<Record<string, unknown>>): (readonly [string, Cell])[] {
  const asked = Object.entries(filter).filter(([, value]) => value !== undefined);
  if (asked.length === 0) return [['筛选条件 filter', '无 none']];
  return asked.map(([name, value]) => [`筛选条件 filter ${name}`, typeof value === 'number' ? value : String(value)]);
}
