import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '@doorstep/auth';
import { actorRef, CurrentActor, RequirePermission } from '@doorstep/auth';
import { ApiAnswer, EventExportQuery, RunningExportList } from '@doorstep/contracts';
import type { Logger } from '@doorstep/observability';
import { ListOf, LOGGER } from '@doorstep/observability';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentLooking } from '../../access/api/looking.js';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import type { Looking } from '../../access/application/note-look-up.handler.js';
import { NoteLookUpHandler } from '../../access/application/note-look-up.handler.js';
import type { OpenExport } from '../application/export-events.js';
import { ExportEvents } from '../application/export-events.js';
import { RunningExports } from '../application/running-exports.js';
import { cutWhenStalled } from './stalled-readers.js';

@Controller('v1/exports')
export class ExportsController {
  constructor(
    private readonly exporting: ExportEvents,
    private readonly note: NoteLookUpHandler,
    private readonly running: RunningExports,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** What is being sent, and how far it has come. */
  @Get('running')
  @RequirePermission('audit.events.read')
  @ListOf(RunningExportList, 'running-exports')
  progress(): RunningExportList {
    return { items: this.running.list() };
  }

  @Get('events')
  @RequirePermission('audit.events.read')
  @LooksUp('export', { itself: true })
  @ApiAnswer({
    status: 200,
    description:
      'The file, sent while it is made. `x-doorstep-snapshot` and `x-doorstep-filter` say what it shows, as the file itself does.',
  })
  async events(
    @Query({ schema: EventExportQuery }) { format, ...query }: EventExportQuery,
    @CurrentActor() actor: Actor,
    @CurrentLooking() looking: Looking,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const file = await this.exporting.open(query, format, actorRef(actor));
    try {
      await this.note.execute(looking);
      await this.send(file, reply);
    } finally {
      file.close();
    }
  }

  private async send({ exportId, fileName, mediaType, note, content }: OpenExport, reply: FastifyReply): Promise<void> {
    // A long file may take longer than any other answer, and goes out past what bounds those.
    reply.hijack();
    cutWhenStalled(reply.raw);
    const known = reply.getHeaders() as Record<string, string | number | string[]>;
    reply.raw.writeHead(200, {
      ...known,
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
      'x-doorstep-snapshot': note.snapshot,
      'x-doorstep-events': String(note.events),
      'x-doorstep-filter': encodeURIComponent(JSON.stringify(note.filter)),
      'x-doorstep-export': exportId,
    });
    try {
      await pipeline(Readable.from(content), reply.raw);
    } catch (error) {
      // Whoever reads sees the connection break: a file that was cut short cannot be taken for a whole one.
      this.logger.warn({ err: error }, 'an export ended early');
    }
  }
}
