import { GapClosedV1, GapDetectedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta, NewEvent } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { NumberRange } from '../domain/density.js';
import { progressOf, stillMissing } from '../domain/density.js';
import { DensitySettings } from './density-settings.js';
import type { OpenGap, SourceState } from './sources.port.js';
import { Sources } from './sources.port.js';

/** Findings have one partition; its lanes also make sure that one instance at a time works here. */
const FINDINGS = [{ space: 'finding' as const, partition: 0 }];
const ARRIVED_AT_ONCE = 50_000;

/** Moves the high-water mark of every source, raises a finding once for each gap, and closes gaps that were filled. */
@Injectable()
export class ProveDensityHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly sources: Sources,
    private readonly outbox: Outbox,
    private readonly settings: DensitySettings,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute(): Promise<void> {
    if (await this.transactions.read((tx) => this.isQuiet(tx))) return;
    await this.transactions.run({ keys: [], partitions: FINDINGS }, async (tx) => {
      const events: NewEvent[] = [];
      for (const gap of await this.sources.openGaps(tx)) events.push(...(await this.heal(tx, gap)));
      const marks = new Map<number, bigint>();
      for (const source of await this.sources.all(tx))
        if (source.highest > source.mark) events.push(...(await this.advance(tx, source, marks)));
      await this.outbox.add(tx, meta(), ...events);
      if (marks.size > 0) await this.sources.moveMarks(tx, marks);
    });
  }

  private async isQuiet(tx: Tx): Promise<boolean> {
    const sources = await this.sources.all(tx);
    return sources.every(({ highest, mark }) => highest === mark) && (await this.sources.openGaps(tx)).length === 0;
  }

  private async advance(tx: Tx, source: SourceState, marks: Map<number, bigint>): Promise<NewEvent[]> {
    const now = this.clock.now();
    const { scannedTo, holes } = await this.sources.scan(tx, source);
    const progress = progressOf(scannedTo, holes, now, this.settings.graceMs);
    const events: NewEvent[] = [];
    for (const gap of progress.gaps) events.push(await this.raise(tx, source, gap, now));
    if (progress.mark > source.mark) marks.set(source.sourceId, progress.mark);
    return events;
  }

  private async raise(
    tx: Tx,
    { sourceId, name }: SourceState,
    { from, to }: NumberRange,
    now: Date,
  ): Promise<NewEvent> {
    const findingId = uuidv7(now.getTime());
    const gap = { gapId: findingId, findingId, sourceId, source: name, from, to, detectedAt: now };
    await this.sources.openGap(tx, gap);
    return newEvent(GapDetectedV1, findingId, {
      findingId,
      source: name,
      fromSequence: from.toString(),
      toSequence: to.toString(),
      at: now.toISOString(),
    });
  }

  /** A gap may be filled from any side; the finding is closed with the last of its numbers. */
  private async heal(tx: Tx, gap: OpenGap): Promise<NewEvent[]> {
    const arrived = await this.sources.arrivedIn(tx, gap, ARRIVED_AT_ONCE);
    if (arrived.length === 0) return [];
    const now = this.clock.now();
    const missing = stillMissing(gap, arrived);
    await this.sources.narrow(tx, gap, missing, now);
    const open = await this.sources.openGaps(tx);
    if (open.some(({ findingId }) => findingId === gap.findingId)) return [];
    const { findingId, source } = gap;
    return [newEvent(GapClosedV1, findingId, { findingId, source, at: now.toISOString() })];
  }
}

function meta(): EventMeta {
  return { actor: 'service:audit', correlationId: uuidv7() };
}
