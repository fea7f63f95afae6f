import { reperform } from '../src/reperform/reperform.js';
import { RefusedError, type Ask } from '../src/reperform/ask.js';
import type { LogReading } from '../src/reperform/log-reading.js';
import { lunch } from './reperform-claims.js';
import { HandMadeLog } from './reperform-log.js';

export const ALL_DATES = { from: '0000-01-01', to: '9999-12-31' };

export async function again(log: HandMadeLog | LogReading, ask?: Ask) {
  const reading = log instanceof HandMadeLog ? log.read() : log;
  const { findings, books } = await reperform({ log: reading, dates: ALL_DATES, ask });
  const differences = findings.differences.map(({ subject, field }) => `${subject} ${field}`);
  return { ...findings.counts, differences, found: findings.differences, books };
}

export const sold = (log = new HandMadeLog()): HandMadeLog => log.order().claim(lunch()).settled(lunch());

/** Answers as the services do. */
export function liveBooks(tables: {
  accounts?: Record<string, number>;
  budgets?: object[];
  statements?: object[];
}): Ask {
  const accounts = Object.entries(tables.accounts ?? {}).map(([account, balanceFen]) => ({ account, balanceFen }));
  const pages: Record<string, object[]> = {
    '/benefits/v1/ledger/accounts': accounts,
    '/benefits/v1/budgets': tables.budgets ?? [],
    '/benefits/v1/statements': tables.statements ?? [],
    '/audit/v1/sources': [{ source: 'benefits/0/1', highest: '6' }],
  };
  return async <T>(path: string): Promise<T> => {
    const items = pages[path.split('?')[0] ?? ''];
    if (!items) throw new RefusedError(path, 404, {});
    return Promise.resolve({ items, next: null } as T);
  };
}
