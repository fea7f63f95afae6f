import type { Actor } from '@doorstep/auth';
import { CurrentActor, RequirePermission } from '@doorstep/auth';
import {
  CallList,
  CallQuery,
  CallView,
  Id,
  NotificationPage,
  NotificationQuery,
  NotificationView,
  RecordCall,
} from '@doorstep/contracts';
import { Answer, ListOf } from '@doorstep/observability';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ReadNotices } from '../application/read-notices.js';
import { WorkCalls } from '../application/work-calls.js';

@Controller('v1')
export class NotificationsController {
  constructor(
    private readonly notices: ReadNotices,
    private readonly calls: WorkCalls,
  ) {}

  @Get('notifications')
  @RequirePermission('registry.notification.read')
  @ListOf(NotificationPage, 'notifications')
  list(
    @CurrentActor() actor: Actor,
    @Query({ schema: NotificationQuery }) query: NotificationQuery,
  ): Promise<NotificationPage> {
    return this.notices.list(actor, query);
  }

  @Post('notifications/:id/read')
  @RequirePermission('registry.notification.read')
  @Answer(NotificationView)
  read(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) notificationId: string): Promise<NotificationView> {
    return this.notices.read(actor, notificationId);
  }

  @Post('notifications/:id/acknowledgement')
  @RequirePermission('registry.notification.acknowledge')
  @Answer(NotificationView)
  acknowledge(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) notificationId: string,
  ): Promise<NotificationView> {
    return this.notices.acknowledge(actor, notificationId);
  }

  @Get('calls')
  @RequirePermission('registry.call.work')
  @ListOf(CallList, 'calls', { first: true })
  open(@CurrentActor() actor: Actor, @Query({ schema: CallQuery }) { limit }: CallQuery): Promise<CallList> {
    return this.calls.open(actor, limit);
  }

  @Post('calls/:id/claim')
  @RequirePermission('registry.call.work')
  @Answer(CallView)
  claim(@CurrentActor() actor: Actor, @Param('id', { schema: Id }) callId: string): Promise<CallView> {
    return this.calls.claim(actor, callId);
  }

  @Post('calls/:id/outcome')
  @RequirePermission('registry.call.work')
  @Answer(CallView)
  record(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: Id }) callId: string,
    @Body({ schema: RecordCall }) body: RecordCall,
  ): Promise<CallView> {
    return this.calls.record(actor, callId, body);
  }
}
