import { Journal1795338000000 } from './20261122090000-journal.js';

export const migrations = [Journal1795338000000];
