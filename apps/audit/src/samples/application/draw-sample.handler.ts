import { createHash } from 'node:crypto';
import type { Clock } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { MAX_TRANSACTION_MS, ranOutOfTime, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { filterOf } from '../../explorer/application/event-filter.js';
import type { StratumSize } from '../domain/allocation.js';
import { allocate } from '../domain/allocation.js';
import { intervalFor, itemsFor, MOST_ITEMS } from '../domain/sample-size.js';
import type { Population } from './population.port.js';
import { PopulationReader } from './population.port.js';
import type { DrawnItem, DrawnStratum, Sample } from './sample-store.port.js';
import { SampleStore } from './sample-store.port.js';

const MOST_STRATA = 200;
const MOST_POPULATION = 5_000_000;

interface Drawn {
  readonly strata: readonly DrawnStratum[];
  readonly items: readonly DrawnItem[];
  readonly intervalFen: number | null;
}

/** Draws the samples that were asked for, one at a time. What is drawn depends on seed, snapshot, filter and design alone. */
@Injectable()
export class DrawSampleHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: SampleStore,
    private readonly population: PopulationReader,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** False when nothing waits. */
  async next(): Promise<boolean> {
    const sample = await this.transactions.run({ keys: [] }, (tx) => this.store.claim(tx, this.clock.now()));
    if (!sample) return false;
    try {
      const drawn = await this.transactions.run({ keys: [], timeoutMs: MAX_TRANSACTION_MS }, (tx) =>
        this.draw(tx, sample),
      );
      const { sampleId } = sample;
      if (typeof drawn === 'string') await this.fail(sampleId, drawn);
      else await this.transactions.run({ keys: [] }, (tx) => this.store.finish(tx, sampleId, drawn, this.clock.now()));
    } catch (error) {
      const failure = ranOutOfTime(error) ? 'TOO_SLOW' : 'BROKEN';
      await this.fail(sample.sampleId, failure);
      if (failure === 'BROKEN') throw error;
    }
    return true;
  }

  private async fail(sampleId: string, failure: string): Promise<void> {
    await this.transactions.run({ keys: [] }, (tx) => this.store.fail(tx, sampleId, failure, this.clock.now()));
  }

  /** The code of what stands against it, where something does. */
  private async draw(tx: Tx, { filter, snapshot, design, seed }: Sample): Promise<Drawn | string> {
    const population = { filter: filterOf(filter), snapshot: BigInt(snapshot), design };
    const strata = await this.population.strata(tx, population, MOST_STRATA + 1);
    const all = strata.reduce((sum, { items }) => sum + items, 0);
    if (all === 0) return 'EMPTY_POPULATION';
    if (strata.length > MOST_STRATA) return 'TOO_MANY_STRATA';
    if (all > MOST_POPULATION) return 'POPULATION_TOO_LARGE';
    if (design.kind === 'monetary_unit') return this.drawMoney(tx, population, intervalFor(design), seed);
    const wanted = 'items' in design.size ? Math.min(all, design.size.items) : itemsFor(all, design.size);
    if (wanted > MOST_ITEMS) return 'SAMPLE_TOO_LARGE';
    const sizes = allocate(wanted, strata, design.kind === 'stratified' ? design.allocation : 'proportional');
    const items = await this.population.draw(tx, population, seed, sizes);
    return { strata: drawnOf(strata, items), items, intervalFen: null };
  }

  private async drawMoney(tx: Tx, population: Population, intervalFen: number, seed: string): Promise<Drawn | string> {
    const startFen = startOf(seed, intervalFen);
    const items = await this.population.drawMoney(tx, population, { intervalFen, startFen, limit: MOST_ITEMS + 1 });
    if (items.length > MOST_ITEMS) return 'SAMPLE_TOO_LARGE';
    const strata = await this.population.strata(tx, population, MOST_STRATA);
    return { strata: drawnOf(strata, items), items, intervalFen };
  }
}

/** The first selected fen: the first 8 bytes of SHA-256(seed || ":start"), modulo the interval. */
function startOf(seed: string, intervalFen: number): number {
  const digest = createHash('sha256').update(`${seed}:start`).digest();
  return Number(digest.readBigUInt64BE() % BigInt(intervalFen));
}

function drawnOf(strata: readonly StratumSize[], drawn: readonly DrawnItem[]): DrawnStratum[] {
  return strata.map(({ stratum, items, valueFen }) => ({
    ...{ stratum, items, valueFen },
    drawn: drawn.filter((item) => item.stratum === stratum).length,
  }));
}
