import { Identity1795953720000 } from './20261129120200-identity.js';

/** Oldest first; forward only. */
export const migrations = [Identity1795953720000];
