import { SignIn1795953660000 } from './20261129120100-sign-in.js';

/** Oldest first; forward only. */
export const migrations = [SignIn1795953660000];
