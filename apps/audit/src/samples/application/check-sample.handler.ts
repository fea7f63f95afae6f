import type {
  Confidence,
  RecordChecks,
  SampleItemPage,
  SampleItemQuery,
  SampleProjection,
  SampleView,
} from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest, Tx } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CursorInvalidError } from '../../journal/domain/journal.errors.js';
import {
  SampleItemNotFoundError,
  SampleNotCheckedError,
  SampleNotDrawnError,
  SampleNotFoundError,
} from '../domain/samples.errors.js';
import { MOST_ITEMS } from '../domain/sample-size.js';
import { projectionOf } from './projection-of.js';
import { sampleView } from './sample-view.js';
import type { Sample } from './sample-store.port.js';
import { SampleStore } from './sample-store.port.js';

/** Items are looked at one by one; when all are, what was found speaks for the population. */
@Injectable()
export class CheckSampleHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: SampleStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async record(sampleId: string, { checks }: RecordChecks, request: IdempotentRequest): Promise<SampleView> {
    const sample = await this.transactions.run({ keys: [] }, async (tx) => {
      const found = await this.drawn(tx, sampleId);
      if (await this.idempotency.replayOf(tx, request)) return found;
      const total = found.strata.reduce((sum, { drawn }) => sum + drawn, 0);
      for (const { itemNo } of checks) if (itemNo > total) throw new SampleItemNotFoundError(itemNo);
      const by = { checkedBy: request.principal, checkedAt: this.clock.now() };
      const rows = checks.map((check) => ({
        ...by,
        ...{ itemNo: check.itemNo, result: check.result, note: check.note ?? null },
        errorFen: check.result === 'error' ? check.errorFen : 0,
      }));
      await this.store.check(tx, sampleId, rows);
      await this.idempotency.remember(tx, request, { status: 200, resourceId: sampleId });
      return this.drawn(tx, sampleId);
    });
    return sampleView(sample);
  }

  async items(sampleId: string, { state, cursor, limit }: SampleItemQuery): Promise<SampleItemPage> {
    if (cursor !== undefined && !/^\d{1,6}$/.test(cursor)) throw new CursorInvalidError();
    const page = { state, after: Number(cursor ?? 0), limit: limit + 1 };
    const found = await this.transactions.read(async (tx) => {
      await this.drawn(tx, sampleId);
      return this.store.items(tx, sampleId, page);
    });
    const items = found.slice(0, limit).map(({ check, ...item }) => ({
      ...item,
      check: check && { ...check, checkedAt: check.checkedAt.toISOString() },
    }));
    return { items, next: found.length > limit ? String(items.at(-1)?.itemNo) : null };
  }

  async projection(sampleId: string, confidence: Confidence): Promise<SampleProjection> {
    const { sample, items } = await this.transactions.read(async (tx) => ({
      sample: await this.drawn(tx, sampleId),
      items: await this.store.items(tx, sampleId, { after: 0, limit: MOST_ITEMS }),
    }));
    const open = items.filter(({ check }) => check === null).length;
    if (open > 0) throw new SampleNotCheckedError(open);
    return projectionOf(sample, items, confidence);
  }

  private async drawn(tx: Tx, sampleId: string): Promise<Sample> {
    const sample = await this.store.find(tx, sampleId);
    if (!sample) throw new SampleNotFoundError();
    if (sample.state !== 'drawn') throw new SampleNotDrawnError();
    return sample;
  }
}
