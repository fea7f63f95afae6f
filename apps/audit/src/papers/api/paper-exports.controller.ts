import { RequirePermission } from '@doorstep/auth';
import { ApiAnswer, PaperExportQuery } from '@doorstep/contracts';
import type { StreamableFile } from '@nestjs/common';
import { Controller, Get, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentLooking } from '../../access/api/looking.js';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import type { Looking } from '../../access/application/note-look-up.handler.js';
import { NoteLookUpHandler } from '../../access/application/note-look-up.handler.js';
import { answerFile } from '../../exports/api/told-file.js';
import { ExportPapers } from '../application/export-papers.js';

@Controller('v1/exports')
export class PaperExportsController {
  constructor(
    private readonly papers: ExportPapers,
    private readonly note: NoteLookUpHandler,
  ) {}

  @Get('papers')
  @RequirePermission('audit.events.read')
  @LooksUp('papers', { itself: true })
  @ApiAnswer({ status: 200, description: 'The papers with their history, all as they were at one moment.' })
  async export(
    @Query({ schema: PaperExportQuery }) query: PaperExportQuery,
    @CurrentLooking() looking: Looking,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile> {
    await this.note.execute(looking);
    const { note, ...file } = await this.papers.open(query, looking.meta.actor);
    const { snapshot, filter, papers, entries } = note;
    return answerFile(reply, { ...file, snapshot, filter, counts: { papers, entries } });
  }
}
