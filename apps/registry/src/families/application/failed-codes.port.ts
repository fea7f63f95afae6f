import type { Tx } from '@doorstep/persistence';

/** Codes that accounts tried in vain: what keeps guessing slow. */
export abstract class FailedCodes {
  abstract since(tx: Tx, subject: string, since: Date): Promise<number>;
  /** Adds one, and forgets those of the account before `forgetBefore`. */
  abstract add(tx: Tx, subject: string, at: Date, forgetBefore: Date): Promise<void>;
}
