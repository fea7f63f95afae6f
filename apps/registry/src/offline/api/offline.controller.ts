import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import { Code, OfflineCopy, OfflineKey } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import { Answer, Meta } from '@doorstep/observability';
import { Controller, Param, Post } from '@nestjs/common';
import { GiveOfflineKey } from '../application/give-offline-key.handler.js';
import { TakeOfflineCopy } from '../application/take-offline-copy.handler.js';

/** For shared tills that are paired with the site, with somebody signed in at them; nobody else gets an answer. */
@Controller('v1/sites/:siteId')
export class OfflineController {
  constructor(
    private readonly takeCopy: TakeOfflineCopy,
    private readonly giveKey: GiveOfflineKey,
  ) {}

  @Post('offline-copies')
  @RequirePermission('registry.offline-copy.take')
  @Answer(OfflineCopy, 200)
  copy(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('siteId', { schema: Code }) siteId: string,
  ): Promise<OfflineCopy> {
    return this.takeCopy.execute({ actor, siteId, meta });
  }

  @Post('offline-keys')
  @RequirePermission('registry.offline-copy.take')
  @Answer(OfflineKey, 200)
  key(
    @CurrentActor() actor: Actor,
    @Meta() meta: EventMeta,
    @Param('siteId', { schema: Code }) siteId: string,
  ): Promise<OfflineKey> {
    return this.giveKey.execute({ actor, siteId, meta });
  }
}
