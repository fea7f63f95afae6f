import type { Tx } from '@doorstep/persistence';
import type { FoundHit } from '../domain/rule.js';

export interface RuleRun {
  readonly runId: string;
  readonly ruleId: string;
  readonly ruleSha256: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly from: string;
  readonly to: string;
  readonly snapshot: string;
  readonly askedBy: string;
  readonly askedAt: Date;
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly done: number;
  readonly total: number;
  readonly hits: number | null;
  readonly truncated: boolean;
  readonly sha256: string | null;
  readonly failure: string | null;
  readonly endedAt: Date | null;
}

export type NewRun = Pick<
  RuleRun,
  'runId' | 'ruleId' | 'ruleSha256' | 'parameters' | 'from' | 'to' | 'snapshot' | 'askedBy' | 'askedAt'
>;

export interface Hit extends FoundHit {
  readonly hitId: string;
  readonly ruleId: string;
  readonly runId: string;
}

export interface HitFilter {
  readonly runId?: string | undefined;
  readonly ruleId?: string | undefined;
  readonly siteId?: string | undefined;
}

export abstract class RuleRuns {
  /** The journal index below which everything stands that a new run may look at. */
  abstract snapshot(tx: Tx): Promise<bigint>;
  abstract add(tx: Tx, run: NewRun): Promise<void>;
  abstract find(tx: Tx, runId: string): Promise<RuleRun | undefined>;
  abstract list(tx: Tx, ruleId: string, before: string | undefined, limit: number): Promise<RuleRun[]>;
  /** The next run that waits, or that a process left behind, now claimed by the caller. */
  abstract claim(tx: Tx, now: Date): Promise<RuleRun | undefined>;
  abstract progress(tx: Tx, runId: string, done: number, total: number, now: Date): Promise<void>;
  abstract fail(tx: Tx, runId: string, failure: string, now: Date): Promise<void>;
  abstract finish(
    tx: Tx,
    run: RuleRun,
    hits: readonly Hit[],
    end: { sha256: string; truncated: boolean; now: Date },
  ): Promise<void>;
  /** Of a run, or of the newest run that found each. */
  abstract hits(tx: Tx, filter: HitFilter, after: string | undefined, limit: number): Promise<Hit[]>;
}
