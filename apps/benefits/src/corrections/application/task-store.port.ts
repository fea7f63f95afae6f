import type { Tx } from '@doorstep/persistence';
import type { CorrectionTask } from './correction-queue.port.js';

export interface StoredTask extends CorrectionTask {
  readonly taskId: string;
}

export abstract class TaskStore {
  /** Persons whose turn it is, those waiting longest first. */
  abstract due(tx: Tx, limit: number): Promise<string[]>;

  /** Reads and locks all tasks of the persons. */
  abstract take(tx: Tx, personIds: readonly string[]): Promise<StoredTask[]>;

  abstract remove(tx: Tx, taskIds: readonly string[]): Promise<void>;

  /** Tries again after a growing pause; `problem` is there for people to read. */
  abstract postpone(tx: Tx, personId: string, problem: string): Promise<void>;

  /** Searches whose persons are still to be found count as waiting. */
  abstract count(tx: Tx): Promise<{ waiting: number; failing: number }>;
}
