import type { RetentionRun } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { Retained } from './retained.js';

export abstract class Retention {
  abstract isDone(tx: Tx, runOn: string): Promise<boolean>;
  /** Drops what ended before that day, at most so many records. Answers how many went. */
  abstract drop(tx: Tx, what: Retained, before: string, most: number): Promise<number>;
  abstract save(tx: Tx, run: RetentionRun): Promise<void>;
  /** The newest first. */
  abstract runs(tx: Tx, limit: number): Promise<RetentionRun[]>;
}
