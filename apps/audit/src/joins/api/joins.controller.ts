import { RequirePermission } from '@doorstep/auth';
import { ApiAlsoAs, ApiRequestType, Id, JoinList, JoinQuery, JoinView, KeptJoinQuery } from '@doorstep/contracts';
import { Answer, RefusedPartsError } from '@doorstep/observability';
import { Body, Controller, Get, Param, Post, Query, Res } from '@nestjs/common';
import type { StreamableFile } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { CurrentLooking } from '../../access/api/looking.js';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import type { Looking } from '../../access/application/note-look-up.handler.js';
import { NoteLookUpHandler } from '../../access/application/note-look-up.handler.js';
import { JoinListHandler, listHash } from '../application/join-list.handler.js';
import type { TableFormat } from '@doorstep/contracts';
import { answerFile } from '../../exports/api/told-file.js';
import { TableForms } from '../../exports/application/table-forms.js';
import { joinTable, questionOf } from '../application/join-table.js';
import { KeepJoinsHandler } from '../application/keep-joins.handler.js';
import type { RowFault } from '../domain/joins.errors.js';

const FAULTS_SHOWN = 100;

@Controller('v1/joins')
export class JoinsController {
  constructor(
    private readonly joining: JoinListHandler,
    private readonly keeping: KeepJoinsHandler,
    private readonly note: NoteLookUpHandler,
    private readonly tables: TableForms,
  ) {}

  /** The list is the body. It is forgotten with the answer, unless `keepDays` says otherwise. */
  @Post()
  @RequirePermission('audit.work.write')
  @LooksUp('joins', { itself: true })
  @ApiRequestType('text/csv')
  @ApiAlsoAs('text/csv')
  @Answer(JoinView, 200)
  async join(
    @Query({ schema: JoinQuery }) query: JoinQuery,
    @Body({ schema: JoinList }) csv: JoinList,
    @CurrentLooking() looking: Looking,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JoinView | StreamableFile> {
    const result = await this.joining.execute(csv, query, looking.meta.actor);
    if ('faults' in result) throw refused(result.faults);
    await this.note.execute({ ...looking, question: { ...looking.question, listSha256: listHash(csv) } });
    const join = query.keepDays > 0 ? await this.keeping.keep(result, query.keepDays) : result;
    return query.format === 'json' ? join : this.fileOf(join, query.format, reply);
  }

  @Get(':id')
  @RequirePermission('audit.work.write')
  @LooksUp('joins')
  @ApiAlsoAs('text/csv')
  @Answer(JoinView)
  async one(
    @Param('id', { schema: Id }) id: string,
    @Query({ schema: KeptJoinQuery }) { format }: KeptJoinQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<JoinView | StreamableFile> {
    const join = await this.keeping.one(id);
    return format === 'json' ? join : this.fileOf(join, format, reply);
  }

  private fileOf(join: JoinView, format: TableFormat, reply: FastifyReply): StreamableFile {
    const { kind, snapshot, rows } = join;
    const form = this.tables.of(format, joinTable(join));
    const fileName = `audit-join-${kind}-below-${snapshot}.${form.extension}`;
    return answerFile(reply, { ...form, fileName, snapshot, filter: questionOf(join), counts: { rows: rows.length } });
  }
}

function refused(faults: readonly RowFault[]): RefusedPartsError {
  const errors = faults.slice(0, FAULTS_SHOWN).map(({ line, column, code, reason }) => ({
    pointer: `/${line}/${column}`,
    in: 'body' as const,
    code,
    detail: reason,
    line,
  }));
  const message = `${faults.length} rows of the list cannot be read, so nothing was compared`;
  return new RefusedPartsError('AUDIT.JOIN_ROWS', message, errors, { refusedRows: faults.length });
}
