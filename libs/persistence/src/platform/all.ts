import type { ClassList } from '../data-source.js';
import { ConsumerTables1788220802000 } from './consumer-tables.js';
import { Foundations1788220800000 } from './foundations.js';
import { OutboxTables1788220801000 } from './outbox-tables.js';

/** Tables that every service with a database has, in order. TypeORM wants the time stamp at the end of the class name. */
export const platformMigrations: ClassList = [
  Foundations1788220800000,
  OutboxTables1788220801000,
  ConsumerTables1788220802000,
];
