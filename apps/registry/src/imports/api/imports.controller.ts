import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { ApiRequestType, Id, ImportText, ImportView, MAX_IMPORT_BYTES } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, BodyLimit, IdempotencyKey, Meta } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { ImportFile } from '../application/import-file.handler.js';
import { ViewImport } from '../application/view-import.query.js';
import { refusedImport } from './refused-import.js';

@Controller('v1/imports')
export class ImportsController {
  constructor(
    private readonly importFile: ImportFile,
    private readonly viewImport: ViewImport,
  ) {}

  /** A refused file is a problem with one error a row; its report is kept all the same. */
  @Post()
  @RequirePermission('registry.import.run')
  @BodyLimit(MAX_IMPORT_BYTES)
  @ApiRequestType('text/csv')
  @Answer(ImportView, 201)
  async import(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @IdempotencyKey() request: IdempotentRequest,
    @Body({ schema: ImportText }) csv: ImportText,
  ): Promise<ImportView> {
    const report = await this.importFile.execute({ actor, meta, request, csv });
    if (report.state === 'refused') throw refusedImport(report);
    return report;
  }

  @Get(':id')
  @RequirePermission('registry.import.read')
  @Answer(ImportView)
  view(@Param('id', { schema: Id }) importId: string): Promise<ImportView> {
    return this.viewImport.execute(importId);
  }
}
