import { StaleRightsError, UnauthenticatedError } from '@doorstep/auth';
import { ConflictError, DomainError, ForbiddenError, NotFoundError, PreconditionFailedError } from '@doorstep/kernel';
import { HttpException } from '@nestjs/common';
import { databaseProblem } from './database-problem.js';
import { HttpProblemError, RefusedPartsError, ValidationError } from './errors.js';
import type { ProblemFacts } from './problem-facts.js';

const CODE_OF_STATUS: Readonly<Record<number, string>> = {
  400: 'HTTP.MALFORMED',
  404: 'HTTP.NOT_FOUND',
  405: 'HTTP.METHOD_NOT_ALLOWED',
  408: 'HTTP.TIMEOUT',
  409: 'HTTP.CONFLICT',
  413: 'HTTP.BODY_TOO_LARGE',
  414: 'HTTP.URI_TOO_LONG',
  415: 'HTTP.UNSUPPORTED_MEDIA_TYPE',
  429: 'HTTP.TOO_MANY_REQUESTS',
  431: 'HTTP.HEADERS_TOO_LARGE',
  503: 'SERVICE.UNAVAILABLE',
};

const INTERNAL: ProblemFacts = { status: 500, code: 'INTERNAL' };
export const UNAVAILABLE: ProblemFacts = { status: 503, code: 'SERVICE.UNAVAILABLE', headers: { 'retry-after': '1' } };

/** The one place that knows which error is which status. Anything unexpected is 500 without details. */
export function problemOf(error: unknown): ProblemFacts {
  if (error instanceof DomainError) return domainProblem(error);
  const database = databaseProblem(error);
  if (database) return database;
  const status = statusOf(error);
  if (status === 503) return UNAVAILABLE;
  const code = CODE_OF_STATUS[status];
  return status >= 400 && status < 500 && code !== undefined ? { status, code } : INTERNAL;
}

function domainProblem(error: DomainError): ProblemFacts {
  const facts = { code: error.code, detail: error.message, details: error.details };
  if (error instanceof ValidationError) return { ...facts, status: error.status, errors: error.errors };
  if (error instanceof RefusedPartsError) return { ...facts, status: 422, errors: error.errors };
  if (error instanceof HttpProblemError) return { ...facts, status: error.status, headers: error.headers };
  if (error instanceof UnauthenticatedError)
    return { status: 401, code: error.code, headers: { 'www-authenticate': challenge(error.code) } };
  if (error instanceof StaleRightsError) return { ...facts, status: 503, headers: { 'retry-after': '2' } };
  return { ...facts, status: domainStatus(error) };
}

function domainStatus(error: DomainError): number {
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ConflictError) return 409;
  if (error instanceof ForbiddenError) return 403;
  if (error instanceof PreconditionFailedError) return 412;
  return 422;
}

/** RFC 6750: a request without a token gets no error code in the challenge. */
function challenge(code: string): string {
  return code === 'AUTH.TOKEN_REQUIRED' ? 'Bearer realm="doorstep"' : 'Bearer realm="doorstep", error="invalid_token"';
}

function statusOf(error: unknown): number {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode; // Fastify's own errors
  return typeof status === 'number' ? status : 500;
}
