import { Readable } from 'node:stream';
import { RequirePermission } from '@doorstep/auth';
import { ApiAnswer, PaperExportQuery } from '@doorstep/contracts';
import { Controller, Get, Query, StreamableFile } from '@nestjs/common';
import { CurrentLooking } from '../../access/api/looking.js';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import type { Looking } from '../../access/application/note-look-up.handler.js';
import { NoteLookUpHandler } from '../../access/application/note-look-up.handler.js';
import { ExportPapers } from '../application/export-papers.js';

const TYPES = { csv: 'text/csv; charset=utf-8', ndjson: 'application/x-ndjson' };

@Controller('v1/exports')
export class PaperExportsController {
  constructor(
    private readonly papers: ExportPapers,
    private readonly note: NoteLookUpHandler,
  ) {}

  @Get('papers')
  @RequirePermission('audit.events.read')
  @LooksUp('papers', { itself: true })
  @ApiAnswer({ status: 200, description: 'The papers with their history, sent while they are read.' })
  async export(
    @Query({ schema: PaperExportQuery }) query: PaperExportQuery,
    @CurrentLooking() looking: Looking,
  ): Promise<StreamableFile> {
    await this.note.execute(looking);
    const disposition = `attachment; filename="audit-papers.${query.format}"`;
    return new StreamableFile(Readable.from(this.papers.content(query, looking.meta.actor)), {
      type: TYPES[query.format],
      disposition,
    });
  }
}
