import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { BearerCallers } from './api/bearer-callers.js';
import { BrowserSessions } from './api/browser-sessions.js';
import { SignInRoutes } from './api/sign-in.routes.js';
import { Attempts } from './application/attempts.port.js';
import { Issuer } from './application/issuer.port.js';
import { SignIn } from './application/sign-in.js';
import { OpenIdIssuer } from './infrastructure/openid-issuer.js';
import { SqlAttempts } from './infrastructure/sql-attempts.js';

@Module({
  imports: [SessionsModule],
  providers: [
    { provide: Issuer, useClass: OpenIdIssuer },
    { provide: Attempts, useClass: SqlAttempts },
    SignIn,
    BrowserSessions,
    BearerCallers,
    SignInRoutes,
  ],
  exports: [BrowserSessions, BearerCallers, SignInRoutes, SessionsModule],
})
export class SignInModule {}
