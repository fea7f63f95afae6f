import { ENV } from '@doorstep/observability';
import { Module } from '@nestjs/common';
import { BookingsModule } from '../bookings/bookings.module.js';
import type { DayCareEnv } from '../env.js';
import { PeopleModule } from '../people/people.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { WaitingController } from './api/waiting.controller.js';
import { WaitingWorker } from './api/waiting.worker.js';
import { AdvanceLine } from './application/advance-line.handler.js';
import { AnswerOfferHandler } from './application/answer-offer.handler.js';
import { EndLine } from './application/end-line.js';
import { FindWaiting } from './application/find-waiting.query.js';
import { JoinWaitlistHandler } from './application/join-waitlist.handler.js';
import { Line } from './application/line.js';
import { Obstacles } from './application/obstacles.js';
import { OfferPlace } from './application/offer-place.js';
import { WaitingWork } from './application/waiting-work.js';
import { Waitings } from './application/waitings.port.js';
import { WaitlistSettings } from './application/waitlist-settings.js';
import { SqlWaitings } from './infrastructure/sql-waitings.js';

@Module({
  imports: [PeopleModule, SessionsModule, BookingsModule],
  controllers: [WaitingController],
  providers: [
    JoinWaitlistHandler,
    AnswerOfferHandler,
    FindWaiting,
    AdvanceLine,
    OfferPlace,
    Obstacles,
    EndLine,
    Line,
    WaitingWork,
    WaitingWorker,
    { provide: Waitings, useClass: SqlWaitings },
    {
      provide: WaitlistSettings,
      inject: [ENV],
      useFactory: (env: DayCareEnv): WaitlistSettings => ({ offerMinutes: env.WAITLIST_OFFER_MINUTES }),
    },
  ],
  exports: [EndLine],
})
export class WaitlistModule {}
