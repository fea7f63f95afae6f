import type { Tx } from '@doorstep/persistence';
import type { AlteredRecord } from '../domain/fault.js';

export interface PatrolState {
  /** In this round all records below this journal index were looked at. */
  readonly next: bigint;
  /** How often the whole journal was. */
  readonly rounds: number;
  readonly lastRoundAt: Date | null;
  readonly altered: number;
  readonly first: AlteredRecord | null;
}

export interface Finding {
  readonly findingId: string;
  readonly detectedAt: Date;
}

/** Where the patrol is, and what is altered as far as it knows. */
export abstract class PatrolBook {
  abstract state(tx: Tx): Promise<PatrolState>;
  /** Known alterations from journal index `from` up to but not including `end`, in order. */
  abstract known(tx: Tx, from: bigint, end: bigint): Promise<AlteredRecord[]>;
  /** One patrol at a time: false when another instance has looked at these records meanwhile. */
  abstract move(tx: Tx, from: bigint, next: bigint): Promise<boolean>;
  /** The next look begins at the beginning. */
  abstract endRound(tx: Tx, from: bigint, now: Date): Promise<void>;
  abstract add(tx: Tx, finding: Finding, records: readonly AlteredRecord[]): Promise<void>;
  abstract change(tx: Tx, records: readonly AlteredRecord[]): Promise<void>;
  /** Answers the findings of which no record is left. */
  abstract heal(tx: Tx, records: readonly AlteredRecord[]): Promise<string[]>;
}
