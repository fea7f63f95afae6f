import { Module } from '@nestjs/common';
import { DocsController } from './docs/docs.controller.js';
import { ServiceDocuments } from './docs/service-documents.js';
import { ServiceProbes } from './health/service-probes.js';
import { HomeController } from './home/home.controller.js';
import { Admission } from './proxy/admission.js';
import { Forwarder } from './proxy/forwarder.js';
import { InternalTokens } from './proxy/internal-tokens.js';
import { Proxy } from './proxy/proxy.js';
import { Upstreams } from './proxy/upstreams.js';

@Module({
  controllers: [HomeController, DocsController],
  providers: [Upstreams, InternalTokens, Forwarder, Admission, Proxy, ServiceProbes, ServiceDocuments],
})
export class AppModule {}
