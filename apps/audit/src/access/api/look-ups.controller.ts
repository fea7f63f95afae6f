import { RequirePermission } from '@doorstep/auth';
import { LookUpListQuery, LookUpPage } from '@doorstep/contracts';
import { ListOf } from '@doorstep/observability';
import { Controller, Get, Query } from '@nestjs/common';
import { FindLookUps } from '../application/find-look-ups.query.js';
import { LooksUp } from './look-up.decorator.js';

@Controller('v1/look-ups')
export class LookUpsController {
  constructor(private readonly lookUps: FindLookUps) {}

  @Get()
  @RequirePermission('audit.look-ups.read')
  @LooksUp('look-ups')
  @ListOf(LookUpPage, 'look-ups')
  list(@Query({ schema: LookUpListQuery }) query: LookUpListQuery): Promise<LookUpPage> {
    return this.lookUps.page(query);
  }
}
