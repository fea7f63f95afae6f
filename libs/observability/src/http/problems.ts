import { DomainError } from '@doorstep/kernel';
import { Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LOGGER } from '../boot/tokens.js';
import type { Logger } from '../logging/logger.js';
import type { ProblemFacts } from './problem-facts.js';
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
    if (reply.raw.destroyed) return this.callerLeft(request);
    const facts = this.otherMethod(error, request) ?? problemOf(error);
    this.log(error, facts, request);
    if (!reply.sent) sendProblem(request, reply, facts);
  }

  /** Whatever failed then, failed because nobody listens any more. */
  private callerLeft({ correlationId }: ServiceRequest): void {
    this.logger.info({ correlationId }, 'the caller left before the answer');
  }

  /** An unknown route whose path is known with another method is 405 and names the methods. */
  private otherMethod(error: unknown, request: ServiceRequest): ProblemFacts | undefined {
    if (!(error instanceof NotFoundException) || !request.is404) return undefined;
    const methods = this.routes.methodsOf(request.url);
    if (methods.length === 0) return undefined;
    return { status: 405, code: 'HTTP.METHOD_NOT_ALLOWED', headers: { allow: methods.join(', ') } };
  }

  private log(error: unknown, facts: ProblemFacts, request: ServiceRequest): void {
    const { status, code } = facts;
    const record = { correlationId: request.correlationId, status, code };
    const expected = error instanceof DomainError ? { ...record, reason: error.message } : undefined;
    const isOurs = status >= 500 || code === 'HTTP.UNACCEPTABLE_VALUE' || code === 'HTTP.CONFLICT';
    if (expected && (status === 401 || status === 403)) this.logger.warn(expected, 'access denied');
    else if (expected && status >= 500) this.logger.warn(expected, 'a request failed');
    else if (isOurs) this.logger.error({ ...record, err: error }, 'a request failed');
  }
}
