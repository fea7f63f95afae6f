import type { ServiceRequest } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { Admission } from '../../proxy/admission.js';
import { Refusals } from '../../proxy/refusals.js';
import { SessionRoutes } from './session.routes.js';
import { SignInRoutes } from './sign-in.routes.js';

/** `/auth/*`: in a scope of its own that reads no bodies at all. */
@Injectable()
export class AuthPages implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly signIn: SignInRoutes,
    private readonly sessions: SessionRoutes,
    private readonly admission: Admission,
    private readonly refusals: Refusals,
  ) {}

  async onModuleInit(): Promise<void> {
    await this.host.httpAdapter.getInstance<FastifyInstance>().register((scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      // An empty body of any type is fine; whatever is sent is not read.
      scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
      scope.addHook('onRequest', (request, _reply, next) => {
        this.admission.admitAnonymous(request as ServiceRequest);
        next();
      });
      this.refusals.watch(scope);
      this.signIn.register(scope);
      this.sessions.register(scope);
      done();
    });
  }
}
