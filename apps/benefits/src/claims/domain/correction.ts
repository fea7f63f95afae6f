import type { Claim } from './claim.js';
import type { Cause } from './happening.js';
import type { Origin } from './origin.js';

/** One claim that took the place of another because something was learnt: before and after, for people to read. */
export interface Correction {
  readonly origin: Origin;
  readonly before: Claim;
  readonly after: Claim;
  readonly why: string;
  readonly cause: Cause;
}
