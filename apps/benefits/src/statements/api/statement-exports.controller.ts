import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ExportQuery, Id, StatementExportQuery } from '@doorstep/contracts';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Cell } from '../../platform/csv.js';
import { csvFile } from '../../platform/csv.js';
import { xlsxFile } from '../../platform/xlsx.js';
import { ExportStatements } from '../application/export-statements.query.js';

const TYPES = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

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

async function send(reply: FastifyReply, format: 'csv' | 'xlsx', name: string, rows: Cell[][]): Promise<void> {
  const content = format === 'csv' ? Buffer.from(csvFile(rows)) : xlsxFile('statement', rows);
  await reply
    .headers({
      'content-type': TYPES[format],
      'content-disposition': `attachment; filename="${name}.${format}"`,
      'cache-control': 'no-store',
    })
    .send(content);
}
