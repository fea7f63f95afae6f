import { createHash } from 'node:crypto';
import type { Clock, JsonValue, LocalDate } from '@doorstep/kernel';
import { canonicalJson, shanghaiInstant } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { MAX_TRANSACTION_MS, ranOutOfTime, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Absence } from '../domain/absences.js';
import { Absences } from '../domain/absences.js';
import type { Rule } from '../domain/rule.js';
import { hitIdOf } from '../domain/rule.js';
import { RuleBook } from './rule-book.port.js';
import { RuleQuery } from './rule-query.port.js';
import type { Hit, RuleRun } from './rule-runs.port.js';
import { RuleRuns } from './rule-runs.port.js';

export const MOST_HITS = 5_000;
const PAGE = 2_000;
const MOST_PERSON_EVENTS = 3_000_000;

/** Works off the runs that were asked for, one at a time. What a run finds depends on its snapshot, rule and parameters alone. */
@Injectable()
export class RunRuleHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly book: RuleBook,
    private readonly query: RuleQuery,
    private readonly runs: RuleRuns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** False when nothing waits. */
  async next(): Promise<boolean> {
    const run = await this.transactions.run({ keys: [] }, (tx) => this.runs.claim(tx, this.clock.now()));
    if (!run) return false;
    try {
      await this.execute(run);
    } catch (error) {
      const failure = ranOutOfTime(error) ? 'TOO_SLOW' : 'BROKEN';
      await this.transactions.run({ keys: [] }, (tx) => this.runs.fail(tx, run.runId, failure, this.clock.now()));
      if (failure === 'BROKEN') throw error;
    }
    return true;
  }

  private async execute(run: RuleRun): Promise<void> {
    const rule = (await this.book.versionsOf(run.ruleId)).find(({ sha256 }) => sha256 === run.ruleSha256);
    if (!rule) {
      // Another build asked for it; its document is not here any more.
      await this.transactions.run({ keys: [] }, (tx) => this.runs.fail(tx, run.runId, 'RULE_GONE', this.clock.now()));
      return;
    }
    const absences = /\babsence\b/.test(rule.query) ? await this.absences(run) : [];
    const found = await this.found(run, rule, absences);
    const truncated = found.length > MOST_HITS;
    const hits = found.slice(0, MOST_HITS);
    const sha256 = createHash('sha256')
      .update(canonicalJson(hits.map(comparable)))
      .digest('hex');
    const end = { sha256, truncated, now: this.clock.now() };
    await this.transactions.run({ keys: [] }, (tx) => this.runs.finish(tx, run, hits, end));
  }

  private async found(run: RuleRun, rule: Rule, absences: readonly Absence[]): Promise<Hit[]> {
    const { runId, ruleId, parameters } = run;
    const hits = await this.transactions.run({ keys: [], timeoutMs: MAX_TRANSACTION_MS }, async (tx) => {
      await this.query.refuseWrites(tx);
      return this.query.hits(tx, {
        ...{ rule, parameters, absences, limit: MOST_HITS + 1, snapshot: BigInt(run.snapshot) },
        from: shanghaiInstant(run.from as LocalDate, '00:00'),
        to: shanghaiInstant(run.to as LocalDate, '00:00'),
      });
    });
    return hits.map((hit) => ({ ...hit, ruleId, runId, hitId: hitIdOf(ruleId, hit.key) }));
  }

  /** Facts of persons are sealed and noted nowhere else, so they are opened for the run and forgotten after it. */
  private async absences({ runId, snapshot }: RuleRun): Promise<Absence[]> {
    const end = BigInt(snapshot);
    const counted = await this.transactions.read((tx) => this.query.countPersonEvents(tx, end));
    if (counted > MOST_PERSON_EVENTS) throw new Error('more facts of persons than one run may open');
    const absences = new Absences();
    let [after, done]: [string | null, number] = [null, 0];
    do {
      const page = await this.transactions.read((tx) => this.query.personEvents(tx, end, after, PAGE));
      for (const event of page.items) absences.take(event);
      done += page.items.length;
      after = page.last;
      await this.transactions.run({ keys: [] }, (tx) => this.runs.progress(tx, runId, done, counted, this.clock.now()));
    } while (after !== null);
    return absences.all();
  }
}

function comparable({ runId: _run, ...hit }: Hit): JsonValue {
  return { ...hit, detail: hit.detail as JsonValue, evidence: [...hit.evidence] };
}
