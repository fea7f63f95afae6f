/**
 * Counts attempts by a keyed hash of whatever was typed, before anything is compared. A name that belongs to nobody is counted and
 * locked like any other, and a hundred attempts at once are no more than a hundred one by one.
 */
export abstract class AttemptCounts {
  /** False while the name is locked. The attempt counts as failed until `succeeded` says otherwise. */
  abstract mayTry(key: Buffer): Promise<boolean>;
  abstract succeeded(key: Buffer): Promise<void>;
}

/** Free attempts; each one more doubles the pause, from a minute to a quarter of an hour. */
export const FREE_ATTEMPTS = 5;
export const MAX_PAUSE_SECONDS = 900;
