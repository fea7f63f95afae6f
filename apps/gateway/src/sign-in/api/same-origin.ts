import { HttpProblemError } from '@doorstep/observability';
import type { IncomingHttpHeaders } from 'node:http';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * A request that a cookie authenticates and that may change something must come from a page of this origin. Browsers say so in
 * `Sec-Fetch-Site`, older ones in `Origin`; a request with neither does not come from a page. Throws 403.
 */
export function assertSameOrigin(method: string, headers: IncomingHttpHeaders, origin: string | undefined): void {
  if (SAFE.includes(method)) return;
  const site = headers['sec-fetch-site'];
  const own = headers.origin !== undefined && headers.origin === origin;
  // A form of a page without a referrer is sent with `Origin: null`, by the book of Fetch; what the browser says of the site counts.
  const unsaid = headers.origin === undefined || headers.origin === 'null';
  if (site === 'same-origin' ? unsaid || own : site === undefined && own) return;
  throw new HttpProblemError(403, 'AUTH.CROSS_SITE', 'a request with a cookie must come from a page of this origin');
}
