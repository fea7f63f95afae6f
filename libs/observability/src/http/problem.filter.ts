import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Inject, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { LOGGER } from '../boot/tokens.js';
import type { Logger } from '../logging/logger.js';
import { answerProblem } from './answer-problem.js';
import type { ServiceRequest } from './request-context.js';
import { RouteIndex } from './route-index.js';

/** Errors of Nest's routes as RFC 9457 problem+json. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly routes: RouteIndex,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    const means = { logger: this.logger, routes: this.routes };
    answerProblem(means, error, http.getRequest<ServiceRequest>(), http.getResponse<FastifyReply>());
  }
}
