import { Module } from '@nestjs/common';
import { CentresModule } from '../centres/centres.module.js';
import { SessionController } from './api/session.controller.js';
import { FindSessions } from './application/find-sessions.query.js';
import { PlanSessionHandler } from './application/plan-session.handler.js';
import { SessionsOnTheirDays } from './application/sessions-on-their-days.js';
import { Sessions } from './application/sessions.port.js';
import { TypeOrmSessions } from './infrastructure/typeorm-sessions.js';

@Module({
  imports: [CentresModule],
  controllers: [SessionController],
  providers: [PlanSessionHandler, FindSessions, SessionsOnTheirDays, { provide: Sessions, useClass: TypeOrmSessions }],
  exports: [Sessions],
})
export class SessionsModule {}
