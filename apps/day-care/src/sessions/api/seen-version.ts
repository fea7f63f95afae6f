import { assertVersion, HttpProblemError } from '@doorstep/observability';

/** Creating needs no If-Match; changing does (428), and it must name the present version (412). `present` is 0 for nothing yet. */
export function seenVersion(seen: number | undefined): (present: number) => void {
  return (present) => {
    if (seen !== undefined) assertVersion(seen, present);
    else if (present > 0)
      throw new HttpProblemError(428, 'HTTP.PRECONDITION_REQUIRED', 'send If-Match with the ETag that you have seen');
  };
}
