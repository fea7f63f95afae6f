import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { ClockMove } from '../domain/wallet.js';

/** A business day whose lapsing and issuing is under way or done. */
export interface EntitlementDay {
  readonly day: LocalDate;
  readonly afterPersonId: string | null;
  readonly done: boolean;
  readonly people: number;
  readonly issuedFen: number;
  readonly lapsedFen: number;
}

export abstract class DayStore {
  /** The last day that is done; undefined before the first. */
  abstract lastDone(tx: Tx): Promise<LocalDate | undefined>;

  /** Begins the day, or goes on with it; `again` begins a day anew that is done. */
  abstract begin(tx: Tx, day: LocalDate, again: boolean): Promise<EntitlementDay>;

  /** Marks a day as done without running it. */
  abstract skip(tx: Tx, day: LocalDate, at: Date): Promise<void>;

  abstract find(tx: Tx, day: LocalDate): Promise<EntitlementDay | undefined>;

  /** Persons after the cursor for whom the day may bring something. */
  abstract people(tx: Tx, day: LocalDate, after: string | null, limit: number): Promise<string[]>;

  /** Moves the cursor; false when another instance has done so meanwhile. */
  abstract advance(
    tx: Tx,
    before: EntitlementDay,
    upTo: string,
    moved: ClockMove & { people: number },
  ): Promise<boolean>;

  abstract finish(tx: Tx, day: LocalDate, at: Date): Promise<void>;
}
