import type { ImportView } from '@doorstep/contracts';
import { MAX_REFUSALS_LISTED } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ImportNotFoundError } from '../domain/import.errors.js';
import type { ImportTask } from './import-planner.js';
import { ImportPlanner } from './import-planner.js';
import { ImportRepository } from './import.repository.port.js';
import { ImportWriter } from './import-writer.js';

const NOTHING = { added: 0, changed: 0, unchanged: 0 };

/** Applies a file or refuses it, and keeps the report either way. */
@Injectable()
export class ImportSettlement {
  constructor(
    private readonly planner: ImportPlanner,
    private readonly writer: ImportWriter,
    private readonly imports: ImportRepository,
  ) {}

  async settle(tx: Tx, task: ImportTask, file: { fileSha256: string; meta: EventMeta }): Promise<ImportView> {
    const plan = await this.planner.plan(tx, task);
    const applied = task.refusals.count === 0;
    if (applied) await this.writer.write(tx, plan, task.stamp, file.meta);
    const report: ImportView = {
      id: task.stamp.importId,
      state: applied ? 'applied' : 'refused',
      fileSha256: file.fileSha256,
      rows: task.drafts.rows,
      areas: applied ? plan.areas.counts : NOTHING,
      sites: applied ? plan.sites.counts : NOTHING,
      terms: applied ? plan.terms.counts : NOTHING,
      people: applied ? plan.people.counts : NOTHING,
      facts: applied ? plan.facts.counts : NOTHING,
      refusedRows: task.refusals.count,
      refused: task.refusals.list.slice(0, MAX_REFUSALS_LISTED),
      recordedAt: task.stamp.at.toISOString(),
      recordedBy: task.stamp.by,
    };
    await this.imports.save(tx, report);
    return report;
  }

  async report(tx: Tx, importId: string): Promise<ImportView> {
    const report = await this.imports.find(tx, importId);
    if (!report) throw new ImportNotFoundError();
    return report;
  }
}
