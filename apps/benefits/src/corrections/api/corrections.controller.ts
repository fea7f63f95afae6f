import { CurrentActor, RequirePermission } from '@doorstep/auth';
import type { Actor } from '@doorstep/auth';
import { CorrectionListQuery, CorrectionPage, CorrectionProgress, Id, InstantField } from '@doorstep/contracts';
import type { CorrectionView } from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Controller, Get, Query } from '@nestjs/common';
import { z } from 'zod';
import { cursorOf, readCursor } from '../../platform/cursor.js';
import { CorrectionsReader } from '../application/corrections-reader.port.js';
import { TaskStore } from '../application/task-store.port.js';

const Place = z.object({ correctedAt: InstantField, correctionId: Id });

@Controller('v1/corrections')
export class CorrectionsController {
  constructor(
    private readonly transactions: Transactions,
    private readonly corrections: CorrectionsReader,
    private readonly tasks: TaskStore,
  ) {}

  /** What was decided again and came out differently, with both claims; newest first. */
  @Get()
  @RequirePermission('benefits.correction.read')
  @ListOf(CorrectionPage, 'corrections')
  async list(
    @Query({ schema: CorrectionListQuery }) query: CorrectionListQuery,
    @CurrentActor() { scope }: Actor,
  ): Promise<z.infer<typeof CorrectionPage>> {
    const { cursor, ...filter } = query;
    const sight = scope.all === true ? undefined : { personIds: scope.persons ?? [], siteIds: scope.sites ?? [] };
    const after = readCursor(cursor, Place);
    const rows = await this.transactions.read((tx) => this.corrections.list(tx, { ...filter, after }, sight));
    const items = rows.slice(0, query.limit);
    return { items, next: rows.length > query.limit ? cursorOf(placeOf(items.at(-1))) : null };
  }

  /** What is still to be decided again. */
  @Get('progress')
  @RequirePermission('benefits.correction-progress.read')
  @Answer(CorrectionProgress)
  async progress(): Promise<CorrectionProgress> {
    return this.transactions.read((tx) => this.tasks.count(tx));
  }
}

function placeOf(last: CorrectionView | undefined): z.infer<typeof Place> | undefined {
  return last && { correctedAt: last.correctedAt, correctionId: last.correctionId };
}
