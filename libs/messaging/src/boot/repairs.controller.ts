import { RequirePermission } from '@doorstep/auth';
import { ApiAnswer } from '@doorstep/contracts';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import type { EventMeta } from '../events/event-meta.js';
import { RepairOutcome, RepairRequest } from '../repair/repairs.schema.js';
import { ActingMeta } from './acting-meta.js';
import { Messaging } from './messaging.js';

@Controller('v1/repairs')
export class RepairsController {
  constructor(private readonly messaging: Messaging) {}

  @Post()
  @HttpCode(200)
  @RequirePermission('operations.repairs.run')
  @ApiAnswer({ status: 200, description: 'How many of the events were missing.', standardSchema: RepairOutcome })
  feed(
    @Body({ schema: RepairRequest }) { topic, records }: RepairRequest,
    @ActingMeta() meta: EventMeta,
  ): Promise<RepairOutcome> {
    return this.messaging.repairs.feed(topic, records, meta);
  }
}
