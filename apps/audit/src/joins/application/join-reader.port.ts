import type { Tx } from '@doorstep/persistence';

export interface Period {
  readonly personId: string;
  readonly from: string;
  readonly to: string | null;
}

/** What was paid for one person about one period. */
export interface Paid {
  readonly claims: number;
  readonly amountFen: number;
  readonly nearClaims: number;
  readonly nearAmountFen: number;
  readonly firstOn: string | null;
  readonly lastOn: string | null;
  readonly claimIds: readonly string[];
}

export abstract class JoinReader {
  /** Those of the ids that are persons of the log. */
  abstract knownPersons(tx: Tx, ids: readonly string[]): Promise<Set<string>>;
  /** Order, booking or claim → the person whom it is about. */
  abstract personsOf(tx: Tx, references: readonly string[]): Promise<Map<string, string>>;
  /** In the order of the periods: claims that were settled and not reversed below the snapshot. */
  abstract paidIn(tx: Tx, periods: readonly Period[], snapshot: bigint, nearDays: number): Promise<Paid[]>;
}
