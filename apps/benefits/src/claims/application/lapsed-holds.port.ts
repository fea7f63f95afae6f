import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';

export interface LapsedHold {
  readonly claimId: string;
  readonly kind: 'meal' | 'day_care';
  readonly personId: string;
  readonly originId: string;
  readonly serviceDate: LocalDate;
  readonly holdUntil: string;
}

/** The moment up to which a partition of a topic was heard. */
export interface Horizon {
  readonly topic: string;
  readonly partition: number;
  readonly seenUntil: string;
}

export abstract class LapsedHolds {
  abstract hear(tx: Tx, heard: Horizon): Promise<void>;

  abstract horizons(tx: Tx): Promise<Horizon[]>;

  /** Holds whose backstop has passed by the database's clock, oldest first. */
  abstract find(tx: Tx, after: LapsedHold | undefined, limit: number): Promise<LapsedHold[]>;

  /** Those that are still held, past their backstop, and of persons with no event set aside; asked under the persons' lanes. */
  abstract confirm(tx: Tx, claimIds: readonly string[]): Promise<string[]>;
}
