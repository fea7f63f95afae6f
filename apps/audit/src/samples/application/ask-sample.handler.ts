import { randomBytes } from 'node:crypto';
import type { AskSample, AskSampleSize, SampleDesign, SamplePage, SampleSize, SampleView } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { isUuid, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CursorInvalidError } from '../../journal/domain/journal.errors.js';
import { intervalFor, ITEMS_FORMULA, itemsFor, MONEY_FORMULA } from '../domain/sample-size.js';
import { SampleBoundsError, SampleNotFoundError } from '../domain/samples.errors.js';
import { sampleView } from './sample-view.js';
import { SampleStore } from './sample-store.port.js';
import { SampleMeans } from './sample-means.js';

/** Samples as auditors ask for them; they are drawn by a worker. */
@Injectable()
export class AskSampleHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: SampleStore,
    private readonly means: SampleMeans,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  sizeOf(asked: AskSampleSize): SampleSize {
    if (asked.of === 'items') return { items: itemsFor(asked.population, asked), intervalFen: null, ...ITEMS_FORMULA };
    const intervalFen = intervalFor(asked);
    return { items: Math.ceil(asked.populationFen / intervalFen), intervalFen, ...MONEY_FORMULA };
  }

  async ask(
    { name, savedQueryId, snapshot, design, seed }: AskSample,
    request: IdempotentRequest,
  ): Promise<SampleView> {
    refuseOddBounds(design);
    if (design.kind === 'monetary_unit') intervalFor(design);
    const id = await this.transactions.run({ keys: [] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      const { filter, end } = await this.means.populationOf(tx, savedQueryId);
      const asked = [snapshot, filter.snapshot].flatMap((given) => (given === undefined ? [] : [BigInt(given)]));
      const bound = asked.reduce((least, given) => (given < least ? given : least), end);
      const now = this.clock.now();
      const sampleId = uuidv7(now.getTime());
      await this.store.add(tx, {
        ...{ sampleId, name, savedQueryId, filter, design },
        snapshot: bound.toString(),
        seed: seed ?? randomBytes(32).toString('hex'),
        askedBy: request.principal,
        askedAt: now,
      });
      await this.idempotency.remember(tx, request, { status: 202, resourceId: sampleId });
      return sampleId;
    });
    return this.one(id);
  }

  async one(sampleId: string): Promise<SampleView> {
    const sample = await this.transactions.read((tx) => this.store.find(tx, sampleId));
    if (!sample) throw new SampleNotFoundError();
    return sampleView(sample);
  }

  async page({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<SamplePage> {
    if (cursor !== undefined && !isUuid(cursor)) throw new CursorInvalidError();
    const found = await this.transactions.read((tx) => this.store.list(tx, cursor, limit + 1));
    const items = found.slice(0, limit).map(sampleView);
    return { items, next: found.length > limit ? (items.at(-1)?.sampleId ?? null) : null };
  }
}

function refuseOddBounds(design: SampleDesign): void {
  if (design.kind !== 'stratified') return;
  const { by, bounds } = design;
  const rising = bounds.every((bound, n) => n === 0 || bound > (bounds[n - 1] as number));
  if (!rising || (by === 'amount') !== bounds.length > 0) throw new SampleBoundsError();
}
