import type { Cell } from './csv.js';

/** What a list that was saved as a file shows: which question, when, how many, and what its page says beside its items. */
export interface ListAbout {
  /** Path and query as they were asked. */
  readonly address: string;
  readonly filter: Readonly<Record<string, unknown>>;
  readonly rows: number;
  readonly madeAt: string;
  /** Such as `snapshot`. */
  readonly more: Readonly<Record<string, unknown>>;
}

/** For a sheet beside the list. */
export function aboutRows({ address, filter, rows, madeAt, more }: ListAbout): Cell[][] {
  const asked = Object.entries(filter);
  return [
    ['项目 item', '内容 value'],
    ['地址 address', address],
    ...(asked.length === 0 ? [['筛选条件 filter', '无 none']] : []),
    ...asked.map(([name, value]) => [`筛选条件 filter ${name}`, cellOf(value)]),
    ['行数 rows', rows],
    ['生成时间 madeAt', madeAt],
    ...Object.entries(more).map(([name, value]) => [name, cellOf(value)]),
  ];
}

/** Beside a table that can say nothing of itself. */
export function aboutHeaders({ filter, rows, madeAt, more }: ListAbout): Record<string, string> {
  const { snapshot } = more;
  return {
    'x-doorstep-filter': encodeURIComponent(JSON.stringify(filter)),
    'x-doorstep-rows': String(rows),
    'x-doorstep-made-at': madeAt,
    ...(typeof snapshot === 'string' && { 'x-doorstep-snapshot': encodeURIComponent(snapshot) }),
  };
}

function cellOf(value: unknown): Cell {
  return value === null || typeof value === 'number' || typeof value === 'string' ? value : JSON.stringify(value);
}
