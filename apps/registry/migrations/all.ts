import { Registry1772355600000 } from './20260301090000-registry.js';

/** Oldest first; forward only. */
export const migrations = [Registry1772355600000];
