import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { Cause } from '../../claims/domain/happening.js';
import type { Window } from '../../claims/domain/window.js';

/** The start of a day that failed for one person: the window begins with that day. */
export const DAY_START = 'day_start';

/** A person whose claims of a window of service dates must be decided again, and why. */
export interface CorrectionTask {
  readonly personId: string;
  readonly window: Window;
  /** Stable code: `late_facts`, `claim_ended`, `insurance_paid`, `rule_version`, `site_known`, `calendar_known`, `day_start`, `merged`, `unmerged`. */
  readonly why: string;
  readonly cause: Cause;
}

/** Claims of one pack in a range of service dates. */
export interface PackRange {
  readonly packId: string;
  readonly from: LocalDate;
  /** Exclusive; absent = without end. */
  readonly to: LocalDate | undefined;
}

/** Claims that were refused because something was missing. */
export interface Wanting {
  readonly reasons: readonly string[];
  readonly siteIds?: readonly string[];
  readonly packId?: string;
  readonly year?: number;
}

/** Work for the corrections worker, written in the transaction that makes it necessary. */
export abstract class CorrectionQueue {
  abstract add(tx: Tx, tasks: readonly CorrectionTask[]): Promise<void>;

  /** Only where some claim of the window was refused or cut and may now become possible. */
  abstract addWhereCut(tx: Tx, tasks: readonly CorrectionTask[]): Promise<void>;

  /**
   * Everybody with a claim by the pack. Only the wish is written here; the persons are looked for after the commit, so the change
   * takes no longer with ten million claims than with ten.
   */
  abstract addForPack(tx: Tx, range: PackRange, why: string, cause: Cause): Promise<void>;

  /** Everybody with such a refused claim, looked for after the commit as well. */
  abstract addForWanting(tx: Tx, wanting: Wanting, why: string, cause: Cause): Promise<void>;
}
