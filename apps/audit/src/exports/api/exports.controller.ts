import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Actor } from '@doorstep/auth';
import { actorRef, CurrentActor, RequirePermission } from '@doorstep/auth';
import { ApiAnswer, EventExportQuery } from '@doorstep/contracts';
import type { Logger } from '@doorstep/observability';
import { LOGGER } from '@doorstep/observability';
import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ExportEvents } from '../application/export-events.js';

@Controller('v1/exports')
export class ExportsController {
  constructor(
    private readonly exporting: ExportEvents,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  @Get('events')
  @RequirePermission('audit.events.read')
  @ApiAnswer({ status: 200, description: 'The file, sent while it is made. `x-doorstep-snapshot` says what it shows.' })
  async events(
    @Query({ schema: EventExportQuery }) { format, ...query }: EventExportQuery,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { fileName, mediaType, snapshot, events, content } = await this.exporting.open(
      query,
      format,
      actorRef(actor),
    );
    // A long file may take longer than any other answer, and goes out past what bounds those.
    reply.hijack();
    const known = reply.getHeaders() as Record<string, string | number | string[]>;
    reply.raw.writeHead(200, {
      ...known,
      'content-type': mediaType,
      'content-disposition': `attachment; filename="${fileName}"`,
      'cache-control': 'no-store',
      'x-doorstep-snapshot': snapshot,
      'x-doorstep-events': String(events),
    });
    try {
      await pipeline(Readable.from(content), reply.raw);
    } catch (error) {
      // Whoever reads sees the connection break: a file that was cut short cannot be taken for a whole one.
      this.logger.warn({ err: error }, 'an export ended early');
    }
  }
}
