import { randomUUID } from 'node:crypto';
import type { SqlRule } from '../src/invariants/rules.js';
import type { SeededRow } from './loose-database.js';

/** One rule, rows that keep it, and what breaks it: further rows, or a statement. */
export interface BrokenStates {
  readonly service: SqlRule['service'];
  readonly says: string;
  readonly right: readonly SeededRow[];
  readonly broken: Readonly<Record<string, readonly SeededRow[] | string>>;
}

/** Ids of whatever a state is about. */
export const [ONE, TWO, PERSON] = [randomUUID(), randomUUID(), randomUUID()] as const;
export const AT = '2026-11-22T04:00:00Z';
export const LATER = '2026-11-22T05:00:00Z';

export const told = (type: string, member: string, id: string): SeededRow => [
  'outbox',
  { id: randomUUID(), type: `${type}.v1`, data: JSON.stringify({ [member]: id }) },
];
export const toldAgain = (
  of: string,
): string => `INSERT INTO outbox (id, topic, partition, key, type, time, actor, correlation, data)
  SELECT gen_random_uuid(), topic, partition, key, type, time, actor, correlation, data FROM outbox WHERE type LIKE '%${of}%'`;
export const notTold = (of: string): string => `DELETE FROM outbox WHERE type LIKE '%${of}%'`;
