import { DomainError } from '@doorstep/kernel';
import { constraintOf, sqlStateOf } from '@doorstep/persistence';

/** Why an event was condemned, without any value out of it: PostgreSQL quotes values in its messages. */
export function failureReason(error: unknown): string {
  if (error instanceof DomainError) return `${error.code}: ${error.message}`;
  const state = sqlStateOf(error);
  if (state !== undefined)
    return ['SQLSTATE', state, constraintOf(error)].filter((part) => part !== undefined).join(' ');
  return error instanceof Error ? `${error.name}: ${error.message}` : 'UNKNOWN';
}

const CODE = /^[\w. -]{1,150}(?=$|:)/;

/** The code of a reason, for the wire: what stands behind it may quote anything. */
export function codeOf(reason: string): string {
  return CODE.exec(reason)?.[0] ?? 'UNKNOWN';
}
