import { Module } from '@nestjs/common';
import { Denials } from './denials/application/denials.js';
import { DocsController } from './docs/docs.controller.js';
import { ServiceDocuments } from './docs/service-documents.js';
import { ServiceProbes } from './health/service-probes.js';
import { HomeController } from './home/home.controller.js';
import { LiveRoutes } from './live/api/live.routes.js';
import { LiveModule } from './live/live.module.js';
import { Admission } from './proxy/admission.js';
import { Forwarder } from './proxy/forwarder.js';
import { InternalTokens } from './proxy/internal-tokens.js';
import { Proxy } from './proxy/proxy.js';
import { Refusals } from './proxy/refusals.js';
import { Upstreams } from './proxy/upstreams.js';
import { AuthPages } from './sign-in/api/auth-pages.js';
import { SessionRoutes } from './sign-in/api/session.routes.js';
import { SignInModule } from './sign-in/sign-in.module.js';

@Module({
  imports: [SignInModule, LiveModule],
  controllers: [HomeController, DocsController],
  providers: [
    ...[Upstreams, InternalTokens, Forwarder, Admission, Proxy, Denials, Refusals],
    ...[SessionRoutes, AuthPages, LiveRoutes],
    ...[ServiceProbes, ServiceDocuments],
  ],
})
export class AppModule {}
