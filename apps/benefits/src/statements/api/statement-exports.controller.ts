import { type Cell, fileHeaders, tableFile } from '@doorstep/observability';
import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ExportQuery, Id, StatementExportQuery, type ListFileFormat } from '@doorstep/contracts';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { ExportStatements } from '../application/export-statements.query.js';

/** The same lists as files for spreadsheets. */
@Controller('v1/statements')
export class StatementExportsController {
  constructor(private readonly exporting: ExportStatements) {}

  @Get('export')
  @RequirePermission('benefits.statement.read')
  async statements(
    @Query({ schema: StatementExportQuery }) { format, ...filter }: StatementExportQuery,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(reply, format, 'statements', await this.exporting.statements(filter, actor));
  }

  @Get(':statementId/lines/export')
  @RequirePermission('benefits.statement.read')
  async lines(
    @Param('statementId', { schema: Id }) statementId: string,
    @Query({ schema: ExportQuery }) { format }: ExportQuery,
    @CurrentActor() actor: Actor,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await send(reply, format, `statement-${statementId}`, await this.exporting.lines(statementId, actor));
  }
}

async function send(reply: FastifyReply, format: ListFileFormat, name: string, rows: Cell[][]): Promise<void> {
  await reply.headers(fileHeaders(format, name)).send(tableFile(format, 'statement', rows));
}
