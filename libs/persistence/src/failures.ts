import { AssertionError, DomainError } from '@doorstep/kernel';

/**
 * - `condemned`: the same input will fail the same way (SQLSTATE 22 and 23, a raised refusal, a domain error, a programming error).
 * - `transient`: connection, lock, resource, privilege, schema or shutdown trouble; it says nothing about the input.
 * - `unknown`: neither; worth trying again a few times before believing it.
 */
export type Failure = 'condemned' | 'transient' | 'unknown';

const CONDEMNED_STATES = new Set(['22', '23', 'P0']);
/** 42 and 0A (a cached plan) are a schema or grant that does not fit this build: an accident of deployment that would condemn everything. */
const TRANSIENT_STATES = new Set([
  '08',
  '0A',
  '25',
  '26',
  '28',
  '34',
  '3D',
  '40',
  '42',
  '53',
  '54',
  '55',
  '57',
  '58',
  'XX',
]);
const NETWORK = /^(ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH)/;
const DRIVER = /connection|timeout exceeded when trying to connect|Client has encountered|Query read timeout/i;
/** What pg says when a server did not answer for `query_timeout`. */
const READ_TIMEOUT = 'Query read timeout';
const PROGRAMMING_ERRORS = [TypeError, RangeError, SyntaxError, ReferenceError, AssertionError];

/** The five characters of PostgreSQL, or undefined when the error does not come from there. TypeORM copies them up. */
export function sqlStateOf(error: unknown): string | undefined {
  if (error instanceof DomainError || typeof error !== 'object' || error === null) return undefined;
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !NETWORK.test(code) ? code : undefined;
}

/** The constraint that a write broke, if that is what the error says. */
export function constraintOf(error: unknown): string | undefined {
  const { constraint } = (error ?? {}) as { constraint?: unknown };
  return typeof constraint === 'string' ? constraint : undefined;
}

export function failureOf(error: unknown): Failure {
  if (error instanceof DomainError) return 'condemned';
  const state = sqlStateOf(error);
  if (state) return stateFailure(state);
  if (PROGRAMMING_ERRORS.some((type) => error instanceof type)) return 'condemned';
  if (error instanceof TransactionTimeoutError || error instanceof CommitLostError) return 'transient';
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === 'string' && NETWORK.test(code)) return 'transient';
  return typeof message === 'string' && DRIVER.test(message) ? 'transient' : 'unknown';
}

/**
 * The work itself took too long (a statement, the transaction, a silent server, or our own pause inside it): less of it at once
 * may do. Waiting too long for a lock is not meant.
 */
export function ranOutOfTime(error: unknown): boolean {
  const state = sqlStateOf(error);
  if (state !== undefined) return state === '57014' || state === '25P03';
  return error instanceof TransactionTimeoutError || (error instanceof Error && error.message === READ_TIMEOUT);
}

/** The driver found the connection gone; why stands elsewhere. */
export function isConnectionLost(error: unknown): boolean {
  return sqlStateOf(error) === undefined && failureOf(error) === 'transient';
}

/** What a transaction took for granted when it began has changed: it is run again from its start. */
export class RaceLostError extends Error {
  readonly code = '40001';
}

/** Serialization failure or deadlock: the victim of a race, good to be run again at once. */
export function isRaceLost(error: unknown): boolean {
  const state = sqlStateOf(error);
  return state === '40001' || state === '40P01';
}

function stateFailure(state: string): Failure {
  const group = state.slice(0, 2);
  if (CONDEMNED_STATES.has(group)) return 'condemned';
  return TRANSIENT_STATES.has(group) ? 'transient' : 'unknown';
}

/** The transaction took longer than it may; it was rolled back. */
export class TransactionTimeoutError extends Error {
  override readonly name = 'TransactionTimeoutError';

  constructor(readonly limitMs: number) {
    super(`the transaction took longer than ${limitMs} ms`);
  }
}

/** COMMIT was answered with ROLLBACK: a statement had failed and somebody swallowed the error. Nothing was written. */
export class CommitLostError extends Error {
  override readonly name = 'CommitLostError';

  constructor(command: string) {
    super(`the transaction was not committed; the server answered ${command}`);
  }
}
