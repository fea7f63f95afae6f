import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LOGGER } from '../boot/tokens.js';
import type { Logger } from '../logging/logger.js';
import type { ProblemFacts } from './problem-of.js';
import { problemOf } from './problem-of.js';
import type { ServiceRequest } from './request-context.js';
import { RouteIndex } from './route-index.js';
import { sendProblem } from './send-problem.js';

/** Every refused or failed request ends here, whether Nest or Fastify noticed it. Only failures of ours are logged as errors. */
@Injectable()
export class Problems {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: RouteIndex,
  ) {}

  answer(error: unknown, request: ServiceRequest, reply: FastifyReply): void {
    const facts = this.otherMethod(error, request) ?? problemOf(error);
    this.log(error, facts, request);
    if (!reply.sent) sendProblem(request, reply, facts);
  }

  /** An unknown route whose path is known with another method is 405 and names the methods. */
  private otherMethod(error: unknown, request: ServiceRequest): ProblemFacts | undefined {
    if (!(error instanceof NotFoundException) || !request.is404) return undefined;
    const methods = this.routes.methodsOf(request.url);
    if (methods.length === 0) return undefined;
    return { status: 405, code: 'HTTP.METHOD_NOT_ALLOWED', headers: { allow: methods.join(', ') } };
  }

  private log(error: unknown, facts: ProblemFacts, request: ServiceRequest): void {
    const record = { correlationId: request.correlationId, status: facts.status, code: facts.code };
    const isOurs = facts.status >= 500 || facts.code === 'HTTP.UNACCEPTABLE_VALUE' || facts.code === 'HTTP.CONFLICT';
    if (isOurs) this.logger.error({ ...record, err: error }, 'a request failed');
    else if (facts.status === 401 || facts.status === 403)
      this.logger.warn({ ...record, reason: error instanceof Error ? error.message : undefined }, 'access denied');
  }
}
