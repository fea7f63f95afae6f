import type { AskRun, HitListQuery, HitPage, RuleList, RuleRunPage, RuleRunView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { isUuid, uuidv7 } from '@doorstep/kernel';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { CursorInvalidError, RangeInvalidError } from '../../journal/domain/journal.errors.js';
import { inForce, parametersOf } from '../domain/rule.js';
import { RuleNotFoundError, RunNotFoundError } from '../domain/rules.errors.js';
import { RuleBook } from './rule-book.port.js';
import type { RuleRun } from './rule-runs.port.js';
import { RuleRuns } from './rule-runs.port.js';

/** Rules, their runs and hits, as auditors ask for them. */
@Injectable()
export class AskRules {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly book: RuleBook,
    private readonly runs: RuleRuns,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async rules(): Promise<RuleList> {
    return { items: (await this.book.all()).map((rule) => ({ ...rule })) };
  }

  async ask(
    ruleId: string,
    { from, to, parameters, snapshot }: AskRun,
    request: IdempotentRequest,
  ): Promise<RuleRunView> {
    if (from >= to) throw new RangeInvalidError();
    const versions = await this.book.versionsOf(ruleId);
    if (versions.length === 0) throw new RuleNotFoundError();
    const rule = inForce(versions, from, to);
    const known = parametersOf(rule, parameters);
    const id = await this.transactions.run({ keys: [] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      const end = await this.runs.snapshot(tx);
      const asked = snapshot === undefined || BigInt(snapshot) > end ? end : BigInt(snapshot);
      const now = this.clock.now();
      const runId = uuidv7(now.getTime());
      const question = { ruleId, ruleSha256: rule.sha256, parameters: known, from, to, snapshot: asked.toString() };
      await this.runs.add(tx, { runId, ...question, askedBy: request.principal, askedAt: now });
      await this.idempotency.remember(tx, request, { status: 202, resourceId: runId });
      return runId;
    });
    return this.run(id);
  }

  async run(runId: string): Promise<RuleRunView> {
    const run = await this.transactions.read((tx) => this.runs.find(tx, runId));
    if (!run) throw new RunNotFoundError();
    return viewOf(run);
  }

  async runsOf(
    ruleId: string,
    { limit, cursor }: { limit: number; cursor?: string | undefined },
  ): Promise<RuleRunPage> {
    const before = idIn(cursor);
    const found = await this.transactions.read((tx) => this.runs.list(tx, ruleId, before, limit + 1));
    const items = found.slice(0, limit).map(viewOf);
    return { items, next: found.length > limit ? (items.at(-1)?.runId ?? null) : null };
  }

  async hits({ limit, cursor, ...filter }: HitListQuery): Promise<HitPage> {
    const after = idIn(cursor);
    const found = await this.transactions.read((tx) => this.runs.hits(tx, filter, after, limit + 1));
    const items = found.slice(0, limit).map((hit) => ({ ...hit, evidence: [...hit.evidence] }));
    return { items, next: found.length > limit ? (items.at(-1)?.hitId ?? null) : null };
  }
}

function idIn(cursor: string | undefined): string | undefined {
  if (cursor !== undefined && !isUuid(cursor)) throw new CursorInvalidError();
  return cursor;
}

function viewOf({ done, total, askedAt, endedAt, ...run }: RuleRun): RuleRunView {
  const times = { askedAt: askedAt.toISOString(), endedAt: endedAt?.toISOString() ?? null };
  return { ...run, parameters: { ...run.parameters }, ...times, progress: { done, total } };
}
