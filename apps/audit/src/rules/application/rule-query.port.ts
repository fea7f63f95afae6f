import type { Tx } from '@doorstep/persistence';
import type { Absence } from '../domain/absences.js';
import type { FoundHit, Rule } from '../domain/rule.js';

export interface RuleQuestion {
  readonly rule: Rule;
  readonly parameters: Readonly<Record<string, number>>;
  readonly from: Date;
  readonly to: Date;
  readonly snapshot: bigint;
  readonly absences: readonly Absence[];
  readonly limit: number;
}

/** A page of opened events of persons. */
export interface PersonEvents {
  readonly items: readonly { readonly id: string | null; readonly document: unknown }[];
  readonly last: string | null;
}

export abstract class RuleQuery {
  /** From here on the transaction refuses to write anything. */
  abstract refuseWrites(tx: Tx): Promise<void>;
  /** In order of their keys. */
  abstract hits(tx: Tx, question: RuleQuestion): Promise<FoundHit[]>;
  /** How many events say something of facts about persons. */
  abstract countPersonEvents(tx: Tx, snapshot: bigint): Promise<number>;
  abstract personEvents(tx: Tx, snapshot: bigint, after: string | null, limit: number): Promise<PersonEvents>;
}
