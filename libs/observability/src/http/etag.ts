import { PreconditionFailedError } from '@doorstep/kernel';

/** The strong ETag of a version number. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/** Throws PreconditionFailedError (412) when the caller has seen another version than the present one. */
export function assertVersion(expected: number, present: number): void {
  if (expected !== present) throw new PreconditionFailedError(present);
}
