import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LOGGER } from '../boot/tokens.js';
import type { Logger } from '../logging/logger.js';
import type { ProblemFacts } from './problem-of.js';
import { problemOf } from './problem-of.js';
import type { ServiceRequest } from './request-context.js';
import { RouteIndex } from './route-index.js';
import { sendProblem } from './send-problem.js';

/** Every refused or failed request leaves as RFC 9457 problem+json; only failures of ours are logged with their error. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: RouteIndex,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const request = host.switchToHttp().getRequest<ServiceRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const facts = this.otherMethod(error, request) ?? problemOf(error);
    this.log(error, facts, request);
    if (!reply.sent) sendProblem(request, reply, facts);
  }

  /** An unknown route whose path is known with another method is 405 and names the methods. */
  private otherMethod(error: unknown, request: ServiceRequest): ProblemFacts | undefined {
    if (!(error instanceof NotFoundException) || request.is404 !== true) return undefined;
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
