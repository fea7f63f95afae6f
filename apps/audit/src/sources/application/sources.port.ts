import type { Tx } from '@doorstep/persistence';
import type { Hole, NumberRange } from '../domain/density.js';

export interface SourceState {
  readonly sourceId: number;
  readonly name: string;
  readonly highest: bigint;
  readonly records: bigint;
  readonly mark: bigint;
}

export interface OpenGap extends NumberRange {
  readonly gapId: string;
  readonly findingId: string;
  readonly sourceId: number;
  readonly source: string;
  readonly detectedAt: Date;
}

/** The numbers that follow a mark: up to where they were looked at, and what is missing between. */
export interface Scan {
  readonly scannedTo: bigint;
  readonly holes: readonly Hole[];
}

export abstract class Sources {
  abstract all(tx: Tx): Promise<SourceState[]>;
  abstract openGaps(tx: Tx): Promise<OpenGap[]>;
  /** At most a fixed number of numbers and of holes; the next scan goes on from the mark that was reached. */
  abstract scan(tx: Tx, source: SourceState): Promise<Scan>;
  /** Source number → new mark. The last statement of its transaction: the journal waits for these rows. */
  abstract moveMarks(tx: Tx, marks: ReadonlyMap<number, bigint>): Promise<void>;
  abstract openGap(tx: Tx, gap: OpenGap): Promise<void>;
  /** Numbers inside the gap that have arrived, in order, at most `limit`. */
  abstract arrivedIn(tx: Tx, gap: OpenGap, limit: number): Promise<bigint[]>;
  /** The gap is now these ranges; none means that it is closed. */
  abstract narrow(tx: Tx, gap: OpenGap, missing: readonly NumberRange[], now: Date): Promise<void>;
}
