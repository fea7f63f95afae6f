import { RequirePermission } from '@doorstep/auth';
import { ApiAnswer, ApiList, Id, PageQuery, pageOf } from '@doorstep/contracts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { EventMeta } from '../events/event-meta.js';
import { Dismissal, ParkedKeyView, RetryOutcome } from '../parked/parked-keys.schema.js';
import { ActingMeta } from './acting-meta.js';
import { Messaging } from './messaging.js';

const ParkedKeysPage = pageOf(ParkedKeyView).meta({ id: 'ParkedKeysPage' });
const ParkedKeysQuery = z.strictObject({ ...PageQuery.shape, cursor: Id.optional() });
type ParkedKeysQuery = z.infer<typeof ParkedKeysQuery>;

@Controller('v1/parked-keys')
export class ParkedKeysController {
  constructor(private readonly messaging: Messaging) {}

  @Get()
  @RequirePermission('operations.parked-keys.read')
  @ApiAnswer({ status: 200, description: 'Keys out of the stream, oldest first.', standardSchema: ParkedKeysPage })
  @ApiList(ParkedKeysPage, 'parked-keys')
  async list(
    @Query({ schema: ParkedKeysQuery }) { limit, cursor }: ParkedKeysQuery,
  ): Promise<z.infer<typeof ParkedKeysPage>> {
    const items = await this.messaging.parkedKeys.list(limit + 1, cursor);
    const more = items.length > limit;
    return { items: items.slice(0, limit), next: more ? (items[limit - 1]?.id ?? null) : null };
  }

  @Post(':id/retry')
  @HttpCode(200)
  @RequirePermission('operations.parked-keys.act')
  @ApiAnswer({ status: 200, description: 'What became of the key.', standardSchema: RetryOutcome })
  retry(@Param('id', { schema: Id }) id: string, @ActingMeta() meta: EventMeta): Promise<RetryOutcome> {
    return this.messaging.parkedKeys.retry(id, meta);
  }

  @Post(':id/dismissal')
  @HttpCode(204)
  @RequirePermission('operations.parked-keys.act')
  @ApiAnswer({ status: 204, description: 'The records of the key were given up.' })
  dismiss(
    @Param('id', { schema: Id }) id: string,
    @Body({ schema: Dismissal }) dismissal: Dismissal,
    @ActingMeta() meta: EventMeta,
  ): Promise<void> {
    return this.messaging.parkedKeys.dismiss(id, dismissal, meta);
  }
}
