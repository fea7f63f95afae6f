import type { ArgumentsHost, ExceptionFilter } from '@nestjs/common';
import { Catch, Injectable } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Problems } from './problems.js';
import type { ServiceRequest } from './request-context.js';

/** Errors of Nest's routes as RFC 9457 problem+json. */
@Catch()
@Injectable()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly problems: Problems) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    this.problems.answer(error, http.getRequest<ServiceRequest>(), http.getResponse<FastifyReply>());
  }
}
