import type { ServiceRequest } from '@doorstep/observability';
import { Problems } from '@doorstep/observability';
import { Injectable } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Denials } from '../denials/application/denials.js';
import { noteDenial } from './note-denial.js';

/** Answers what is refused as a problem, and puts refusals on record, the gateway's and the services' alike. */
@Injectable()
export class Refusals {
  constructor(
    private readonly problems: Problems,
    private readonly denials: Denials,
  ) {}

  watch(scope: FastifyInstance): void {
    scope.setErrorHandler((error, request, reply) => {
      this.problems.answer(error, request as ServiceRequest, reply);
    });
    scope.addHook('onResponse', (request, reply, done) => {
      noteDenial(this.denials, request as ServiceRequest, reply);
      done();
    });
  }
}
