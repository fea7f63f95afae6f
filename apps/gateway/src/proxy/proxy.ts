import { MAX_IMPORT_BYTES } from '@doorstep/contracts';
import { NotFoundError } from '@doorstep/kernel';
import type { ServiceRequest } from '@doorstep/observability';
import { BODY_LIMIT_BYTES } from '@doorstep/observability';
import type { OnModuleInit } from '@nestjs/common';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Admission } from './admission.js';
import { Forwarder } from './forwarder.js';
import { resourceOf } from './note-denial.js';
import { Refusals } from './refusals.js';
import { safeTarget } from './safe-path.js';
import type { Upstream } from './upstreams.js';
import { Upstreams } from './upstreams.js';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
/** What audit shows to everybody: the log, and the proofs of a receipt. Neither says anything about anyone. */
const PUBLIC_READING = ['/audit/log/*', '/audit/receipts/*'];
/** Where a file is sent instead of a form. */
const LARGE_BODIES = ['/registry/v1/imports', '/registry/v1/lists/:list/imports'].map((url) => ({
  url,
  bodyLimit: MAX_IMPORT_BYTES,
}));

/** Forwards `/<service>/v1/*`, the API documents and the public log. Nothing else of a service can be reached from outside. */
@Injectable()
export class Proxy implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly upstreams: Upstreams,
    private readonly admission: Admission,
    private readonly forwarder: Forwarder,
    private readonly refusals: Refusals,
  ) {}

  async onModuleInit(): Promise<void> {
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    await fastify.register(async (scope) => this.registerRoutes(scope));
  }

  private async registerRoutes(scope: FastifyInstance): Promise<void> {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    this.refusals.watch(scope);
    await this.forwarder.register(scope);
    for (const upstream of this.upstreams.all) {
      this.forwardCalls(scope, upstream);
      this.forwardDocuments(scope, upstream);
      this.forwardPublicReading(scope, upstream);
    }
  }

  private forwardCalls(scope: FastifyInstance, upstream: Upstream): void {
    const route = {
      method: METHODS,
      url: `/${upstream.name}/v1/*`,
      onRequest: async (request: FastifyRequest) => {
        const own = request as ServiceRequest;
        safeTarget(request.url, upstream.name); // before anything is done for the caller
        own.actor = await this.admission.admit(own, resourceOf(request.url));
      },
      onResponse: (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
        this.admission.answered(request as ServiceRequest, reply.statusCode);
        done();
      },
      handler: async (request: FastifyRequest, reply: FastifyReply) => {
        return this.forwarder.forward(request as ServiceRequest, reply, upstream);
      },
    };
    scope.route(route);
    for (const { url, bodyLimit } of LARGE_BODIES)
      if (url.startsWith(`/${upstream.name}/`)) scope.route({ ...route, method: 'POST', url, bodyLimit });
  }

  private forwardDocuments(scope: FastifyInstance, upstream: Upstream): void {
    for (const document of ['openapi.json', 'asyncapi.json']) {
      scope.get(`/${upstream.name}/${document}`, async (request, reply) => {
        const own = request as ServiceRequest;
        this.admission.admitAnonymous(own);
        return this.forwarder.forward(own, reply, upstream);
      });
    }
  }

  private forwardPublicReading(scope: FastifyInstance, upstream: Upstream): void {
    for (const url of PUBLIC_READING.filter((path) => path.startsWith(`/${upstream.name}/`)))
      scope.route({
        method: ['GET', 'HEAD'],
        url,
        handler: async (request, reply) => {
          const own = request as ServiceRequest;
          assertReadable(request.url, upstream.name);
          this.admission.admitReader(own);
          return this.forwarder.forward(own, reply, upstream);
        },
      });
  }
}

/** The public form of the log knows two answers: here it is, or there is no such file, however that was asked for. */
function assertReadable(url: string, service: string): void {
  try {
    safeTarget(url, service);
  } catch {
    throw new NotFoundError('HTTP.NOT_FOUND', 'there is nothing at this address');
  }
}
