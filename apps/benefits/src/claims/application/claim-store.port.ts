import type { LocalDate } from '@doorstep/kernel';
import type { FileGroup, Tx } from '@doorstep/persistence';
import type { CalendarDay, PersonFacts } from '@doorstep/policy';
import type { BudgetPool, PoolState } from '../../budgets/domain/budget-pool.js';
import type { Allowance } from '../../entitlements/domain/allowance.js';
import type { SumUp } from '../../ledger/application/ledger.port.js';
import type { LedgerTransaction } from '../../ledger/domain/ledger-transaction.js';
import type { Claim, ClaimRecord, CountedClaim } from '../domain/claim.js';
import type { Correction } from '../domain/correction.js';
import type { SiteRules } from '../domain/judge.js';
import type { Asked, Fulfilment, Origin, OriginRef } from '../domain/origin.js';
import type { PersonCounters, PersonFile } from '../domain/person-file.js';

/** What a batch may need. Everything is bounded by the persons and dates of the batch, never by history. */
export interface LoadScope {
  readonly personIds: readonly string[];
  readonly originIds: readonly string[];
  /** Claims that count, from this service date on. */
  readonly claimsSince: LocalDate;
  /** All origins from this service date on, with their latest claims; for corrections. */
  readonly originsSince?: LocalDate;
  /** Also lots and vouchers that ended long ago: what a late approval still owes depends on them. */
  readonly allAllowances?: boolean;
}

export interface PersonRow {
  readonly personId: string;
  readonly facts: PersonFacts | undefined;
  readonly counters: PersonCounters;
  readonly allowances: readonly Allowance[];
  /** Late approvals whose top-ups are in the wallet. */
  readonly workedOut: readonly string[];
}

export interface OriginRow {
  readonly ref: OriginRef;
  readonly asked: Asked;
  readonly fulfilment: Fulfilment;
  readonly firstDecisionNumber: number;
  readonly latestClaimId: string;
  readonly receiptFen: number | null;
  readonly isOpening: boolean;
  /** When it was first decided, in ms; asked only where several files have to be put in one order. */
  readonly firstDecidedMs?: number | undefined;
}

/** Facts of all the files together. */
export interface LoadedGroup extends FileGroup {
  readonly facts: PersonFacts | undefined;
}

export interface ClaimRows {
  /** Persons of several files; each is read whole. */
  readonly groups: readonly LoadedGroup[];
  readonly people: readonly PersonRow[];
  readonly origins: readonly OriginRow[];
  /** The latest claims of the origins, whole. */
  readonly claims: readonly ClaimRecord[];
  /** All that count, by person. */
  readonly counted: ReadonlyMap<string, readonly CountedClaim[]>;
  readonly sites: ReadonlyMap<string, SiteRules>;
  readonly calendar: readonly CalendarDay[];
  readonly calendarYears: readonly number[];
  readonly closedYears: readonly number[];
  readonly budgets: readonly PoolState[];
  /** Which versions of the packs are in force. */
  readonly policyRevision: number;
}

export interface ClaimWrites {
  readonly claims: readonly Claim[];
  readonly origins: readonly Origin[];
  /** Of the ledger. */
  readonly moved: readonly LedgerTransaction[];
  readonly corrections: readonly Correction[];
  readonly files: readonly PersonFile[];
  readonly now: Date;
}

/** Set-based reading and writing of everything that a batch of decisions touches. */
export abstract class ClaimStore {
  /**
   * `lanes`: all work on the persons must be serial, so the lanes of all their files have to be held.
   * @throws RaceLostError when one is missing, since files became one person meanwhile
   */
  abstract load(tx: Tx, scope: LoadScope, lanes: 'held' | 'none'): Promise<ClaimRows>;

  /** Marks the place to which a batch is undone when a budget runs short. */
  abstract mark(tx: Tx): Promise<void>;

  abstract undoToMark(tx: Tx): Promise<void>;

  /** Locks the budgets in one sorted statement and reads them as they are now. */
  abstract lockBudgets(tx: Tx, budgetIds: readonly string[]): Promise<PoolState[]>;

  /** Whether writing would open accounts of the ledger. */
  abstract opensAccounts(tx: Tx, moved: readonly LedgerTransaction[]): Promise<boolean>;

  /** Locks nothing that others may wait for, unless it opens accounts; the answer adds up the ledger, after the budgets. */
  abstract write(tx: Tx, writes: ClaimWrites): Promise<SumUp>;

  /** Before nothing but the sums of the ledger: false when a budget does not suffice any more and nothing of the batch may stand. */
  abstract charge(tx: Tx, pools: readonly BudgetPool[], now: Date): Promise<boolean>;
}
