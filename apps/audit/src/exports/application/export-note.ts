import type { EventFilterQuery } from '@doorstep/contracts';
import type { ColumnName } from '../domain/columns.js';
import { COLUMNS } from '../domain/columns.js';
import type { Cell } from '../domain/csv.js';
import type { WrittenFile } from './archive.port.js';

/** What every file says of itself. */
export interface ExportNote {
  readonly filter: EventFilterQuery;
  readonly snapshot: string;
  readonly events: number;
  readonly madeAt: string;
  readonly madeBy: string;
}

/** The note as a table, with the hashes of the files that it speaks of. */
export function noteRows(
  { filter, snapshot, events, madeAt, madeBy }: ExportNote,
  written: readonly WrittenFile[],
): (readonly Cell[])[] {
  const asked = Object.entries(filter).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return [
    ['项目 item', '内容 value'],
    ['快照（日志序号上限） snapshot', snapshot],
    ['事件数 events', events],
    ['生成时间 madeAt', madeAt],
    ['生成人 madeBy', madeBy],
    ...(asked.length === 0 ? [['筛选条件 filter', '无 none']] : []),
    ...asked.map(([name, value]) => [`筛选条件 filter ${name}`, value]),
    ...written.map(({ name, sha256 }) => [`SHA-256 ${name}`, sha256]),
  ];
}

/** What the columns mean, as a table. */
export const DICTIONARY_ROWS: readonly (readonly Cell[])[] = [
  ['列 column', '中文', '含义 meaning', '类型 kind'],
  ...COLUMNS.map(({ name, zh, meaning, kind }) => [name satisfies ColumnName, zh, meaning, kind]),
];
