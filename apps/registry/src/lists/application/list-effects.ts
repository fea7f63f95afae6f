import type { ListImportView } from '@doorstep/contracts';
import { ListAppliedV1 } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ImportPlan } from '../../imports/application/import-planner.js';
import { ImportWriter } from '../../imports/application/import-writer.js';
import { factRecorded, factRetracted } from '../../people/application/fact-events.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import type { AbsentEnds } from './absent-ends.js';

const EVENTS_AT_ONCE = 1_000;

/** Writes what a confirmed list says, and tells it. */
@Injectable()
export class ListEffects {
  constructor(
    private readonly writer: ImportWriter,
    private readonly facts: FactRepository,
    private readonly outbox: Outbox,
  ) {}

  async write(
    tx: Tx,
    plan: ImportPlan,
    { facts, retractions }: AbsentEnds,
    stamp: Stamp,
    meta: EventMeta,
  ): Promise<void> {
    await this.writer.write(tx, plan, stamp, meta);
    await this.facts.add(tx, facts, stamp.importId);
    for (const retraction of retractions) await this.facts.retract(tx, retraction);
    const events = [...facts.map(factRecorded), ...retractions.map(factRetracted)];
    for (const chunk of inChunks(events, EVENTS_AT_ONCE)) await this.outbox.add(tx, meta, ...chunk);
  }

  async tell(tx: Tx, report: ListImportView, meta: EventMeta): Promise<void> {
    const { id: importId, list, area, diffSha256, counts, endedAbsent, preparedBy, closedAt } = report;
    const rows = { newRows: counts.new, changedRows: counts.changed + counts.ended, endedAbsent };
    const about = { importId, list, area, diffSha256, preparedBy, appliedAt: closedAt as string };
    await this.outbox.add(tx, meta, newEvent(ListAppliedV1, importId, { ...about, ...rows }));
  }
}
