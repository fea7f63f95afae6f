import { RequirePermission } from '@doorstep/auth';
import { RecordList, RecordListQuery } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Query } from '@nestjs/common';
import { LooksUp } from '../../access/api/look-up.decorator.js';
import { FindRecords } from '../application/find-records.query.js';

@Controller('v1/records')
export class RecordsController {
  constructor(private readonly records: FindRecords) {}

  @Get()
  @LooksUp('records')
  @RequirePermission('audit.records.read')
  @Answer(RecordList)
  list(@Query({ schema: RecordListQuery }) query: RecordListQuery): Promise<RecordList> {
    return this.records.page(query);
  }
}
