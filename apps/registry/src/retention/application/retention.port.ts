import type { RetentionRun } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export abstract class Retention {
  abstract isDone(tx: Tx, runOn: string): Promise<boolean>;
  /** Site visits whose last day lies before `before`. Answers how many went. */
  abstract dropVisits(tx: Tx, before: string): Promise<number>;
  /** Diets and health notes that a newer one replaced, recorded before `before`. Answers how many went. */
  abstract dropReplacedNotes(tx: Tx, before: string): Promise<number>;
  abstract save(tx: Tx, run: RetentionRun): Promise<void>;
  /** The newest first. */
  abstract runs(tx: Tx, limit: number): Promise<RetentionRun[]>;
}
