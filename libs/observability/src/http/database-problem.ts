import type { ProblemFacts } from './problem-of.js';

const RETRY_SOON: ProblemFacts = { status: 503, code: 'SERVICE.UNAVAILABLE', headers: { 'retry-after': '1' } };
const SOCKET_CODES = ['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'EPIPE', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'];
/** SQLSTATE classes and codes: connection, resources, operator, system, rollback, lock and statement time-outs. */
const PASSING = /^(08|53|57|58|40)...$|^55P03$|^25P03$/;
const LOST_CONNECTION =
  /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error/i;

/**
 * Errors of the database as problems. A passing fault asks the caller to try again; a constraint that caught what the domain
 * should have refused is still the caller's fault and not a 500, though it is logged as an error.
 */
export function databaseProblem(error: unknown): ProblemFacts | undefined {
  if (!(error instanceof Error)) return undefined;
  const source = ('driverError' in error && error.driverError instanceof Error ? error.driverError : error) as Error;
  const code = (source as { code?: unknown }).code;
  if (LOST_CONNECTION.test(source.message)) return RETRY_SOON;
  if (typeof code === 'string') {
    if (SOCKET_CODES.includes(code) || PASSING.test(code)) return RETRY_SOON;
    if (/^23505$|^23P01$/.test(code)) return { status: 409, code: 'HTTP.CONFLICT' };
    if (/^2[23]...$/.test(code)) return { status: 422, code: 'HTTP.UNACCEPTABLE_VALUE' };
  }
  return error.cause instanceof Error ? databaseProblem(error.cause) : undefined;
}
