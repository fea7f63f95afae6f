import type { Lab } from './lab.js';
import type { Sample } from './sample.js';

export interface Round {
  readonly ours: Sample;
  readonly limit?: Sample;
  /** How much a fixed piece of work slowed down or sped up between the two sides, as a share. */
  readonly drift: number;
  /** The machine changed too much between the two sides; the round does not count. */
  readonly discarded: boolean;
}

/** One line of the report. */
export interface RowResult {
  readonly id: string;
  readonly what: string;
  readonly ours: number;
  /** null where nothing is compared. */
  readonly limit: number | null;
  readonly ratio: number | null;
  /** The same comparison by processor time a unit, limit / ours: what the ratio would be if every program could run at once. */
  readonly cpuRatio: number | null;
  readonly unit: string;
  readonly target: string;
  /** null for figures that are only reported. */
  readonly met: boolean | null;
  /** How many rounds the figures are the medians of. */
  readonly rounds: number;
  /** Fewer rounds than wanted were quiet enough: the figure is a hint. */
  readonly noisy: boolean;
  readonly raw: readonly Round[];
  readonly note?: string;
}

export interface RowOutcome {
  readonly results: readonly RowResult[];
  /** Invariants that did not hold; a fast wrong run is worth nothing. */
  readonly violations: readonly string[];
}

export interface Row {
  readonly id: string;
  readonly title: string;
  run(lab: Lab): Promise<RowOutcome>;
}
