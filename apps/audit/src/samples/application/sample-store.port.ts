import type { CheckResult, EventFilterQuery, SampleDesign } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

export interface DrawnStratum {
  readonly stratum: string;
  readonly items: number;
  readonly valueFen: number;
  readonly drawn: number;
}

export interface Sample {
  readonly sampleId: string;
  readonly name: string;
  readonly savedQueryId: string;
  readonly filter: EventFilterQuery;
  readonly snapshot: string;
  readonly design: SampleDesign;
  readonly seed: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly state: 'waiting' | 'running' | 'drawn' | 'failed';
  readonly failure: string | null;
  readonly strata: readonly DrawnStratum[];
  readonly intervalFen: number | null;
  readonly checked: number;
  readonly errors: number;
}
export type NewSample = Omit<Sample, 'state' | 'failure' | 'strata' | 'intervalFen' | 'checked' | 'errors'>;

export interface DrawnItem {
  readonly journalIndex: string;
  readonly eventId: string | null;
  readonly stratum: string;
  readonly amountFen: number;
}

export interface Check {
  readonly result: CheckResult;
  readonly errorFen: number;
  readonly note: string | null;
  readonly checkedBy: string;
  readonly checkedAt: Date;
}

export interface SampleItem extends DrawnItem {
  readonly itemNo: number;
  /** The latest. */
  readonly check: Check | null;
}

export abstract class SampleStore {
  abstract add(tx: Tx, sample: NewSample): Promise<void>;
  abstract find(tx: Tx, sampleId: string): Promise<Sample | undefined>;
  abstract list(tx: Tx, before: string | undefined, limit: number): Promise<Sample[]>;
  /** The next sample that is to be drawn, or that a process left behind, now claimed by the caller. */
  abstract claim(tx: Tx, now: Date): Promise<Sample | undefined>;
  abstract finish(
    tx: Tx,
    sampleId: string,
    drawn: { strata: readonly DrawnStratum[]; items: readonly DrawnItem[]; intervalFen: number | null },
    now: Date,
  ): Promise<void>;
  abstract fail(tx: Tx, sampleId: string, failure: string, now: Date): Promise<void>;
  abstract items(
    tx: Tx,
    sampleId: string,
    page: { state?: 'open' | CheckResult | undefined; after: number; limit: number },
  ): Promise<SampleItem[]>;
  abstract check(tx: Tx, sampleId: string, checks: readonly (Check & { readonly itemNo: number })[]): Promise<void>;
}
