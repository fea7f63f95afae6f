import { Journal1795338000000 } from './20261122090000-journal.js';
import { Log1795424400000 } from './20261123090000-log.js';

export const migrations = [Journal1795338000000, Log1795424400000];
