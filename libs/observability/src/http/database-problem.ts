import { failureOf, sqlStateOf } from '@doorstep/persistence';
import type { ProblemFacts } from './problem-facts.js';

const RETRY_SOON: ProblemFacts = { status: 503, code: 'SERVICE.UNAVAILABLE', headers: { 'retry-after': '1' } };
/** A schema, grant or server that does not fit this build: trying again will not help the caller. */
const BROKEN_DEPLOYMENT = /^(26|28|34|3D|42|54|XX)/;

/**
 * Errors of the database as problems. A passing fault asks the caller to try again; a constraint that caught what the domain
 * should have refused is still the caller's fault and not a 500, though it is logged as an error.
 */
export function databaseProblem(error: unknown): ProblemFacts | undefined {
  const state = sqlStateOf(error);
  if (state !== undefined && BROKEN_DEPLOYMENT.test(state)) return undefined;
  if (failureOf(error) === 'transient') return RETRY_SOON;
  if (state === '23505' || state === '23P01') return { status: 409, code: 'HTTP.CONFLICT' };
  if (state !== undefined && /^2[23]/.test(state)) return { status: 422, code: 'HTTP.UNACCEPTABLE_VALUE' };
  return undefined;
}
