import { Module } from '@nestjs/common';
import { RightsModule } from '../rights/rights.module.js';
import { AccountConsumer } from './api/account.consumer.js';
import { RevokeSessions } from './application/revoke-sessions.js';
import { SessionActor } from './application/session-actor.js';
import { SessionLimitsOf } from './application/session-limits.js';
import { SessionStore } from './application/session-store.port.js';
import { SessionTimer } from './application/session-timer.js';
import { Sessions } from './application/sessions.js';
import { SqlSessionStore } from './infrastructure/sql-session-store.js';

@Module({
  imports: [RightsModule],
  providers: [
    { provide: SessionStore, useClass: SqlSessionStore },
    SessionLimitsOf,
    Sessions,
    SessionActor,
    SessionTimer,
    RevokeSessions,
    AccountConsumer,
  ],
  exports: [Sessions, SessionActor, SessionLimitsOf],
})
export class SessionsModule {}
