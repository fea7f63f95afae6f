import { RequirePermission } from '@doorstep/auth';
import { AreaPage, AreaQuery } from '@doorstep/contracts';
import { Answer } from '@doorstep/observability';
import { Controller, Get, Query } from '@nestjs/common';
import { ListAreas } from '../application/list-areas.query.js';

@Controller('v1/areas')
export class AreasController {
  constructor(private readonly listAreas: ListAreas) {}

  @Get()
  @RequirePermission('registry.area.read')
  @Answer(AreaPage)
  list(@Query({ schema: AreaQuery }) query: AreaQuery): Promise<AreaPage> {
    return this.listAreas.execute(query);
  }
}
