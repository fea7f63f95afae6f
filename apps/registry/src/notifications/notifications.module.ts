import { CLOCK, ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import { PeopleModule } from '../people/people.module.js';
import { SitesModule } from '../sites/sites.module.js';
import { HappeningsConsumer } from './api/happenings.consumer.js';
import { NoticesWorker } from './api/notices.worker.js';
import { NotificationsController } from './api/notifications.controller.js';
import { CallList } from './application/call-list.port.js';
import { Deliveries } from './application/deliveries.port.js';
import { MessageParts } from './application/message-parts.js';
import { MessageSender } from './application/message-sender.port.js';
import { NoticeBoard } from './application/notice-board.port.js';
import { OpenDays } from './application/open-days.js';
import { PlanLapsing } from './application/plan-lapsing.js';
import { PlanReminders } from './application/plan-reminders.js';
import { ReadNotices } from './application/read-notices.js';
import { SendMessages } from './application/send-messages.js';
import { TellPerson } from './application/tell-person.js';
import { TellPlanned } from './application/tell-planned.js';
import { WorkCalls } from './application/work-calls.js';
import { messageSender } from './infrastructure/message-sender.js';
import { SqlCallList } from './infrastructure/sql-call-list.js';
import { SqlDeliveries } from './infrastructure/sql-deliveries.js';
import { SqlNoticeBoard } from './infrastructure/sql-notice-board.js';

@Module({
  imports: [PeopleModule, SitesModule],
  controllers: [NotificationsController],
  providers: [
    TellPerson,
    ReadNotices,
    WorkCalls,
    SendMessages,
    MessageParts,
    TellPlanned,
    OpenDays,
    PlanLapsing,
    PlanReminders,
    HappeningsConsumer,
    NoticesWorker,
    { provide: NoticeBoard, useClass: SqlNoticeBoard },
    { provide: Deliveries, useClass: SqlDeliveries },
    { provide: CallList, useClass: SqlCallList },
    { provide: MessageSender, inject: [ENV, CLOCK], useFactory: messageSender },
  ],
  exports: [TellPerson],
})
export class NotificationsModule {}
