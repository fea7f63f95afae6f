import { MalformedRequestError } from '@doorstep/observability';

const PLAIN = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@/%]*$/;
/** Encoded dots, slashes and backslashes mean different things to different readers; NUL and controls mean nothing good. */
const ODD_ENCODING = /%(?:2e|2f|5c|25|7f|[01][0-9a-f])/i;
const EMPTY_OR_DOTS = /\/(?:\.{1,2})?(?=\/)|\/\.{1,2}$/;

/**
 * The part of a raw request target that is forwarded, without its service. Throws MalformedRequestError for anything that a
 * service could read as another path than the one that was checked here.
 */
export function safeTarget(rawUrl: string, service: string): string {
  const [path, ...query] = rawUrl.split('?') as [string, ...string[]];
  if (!isPlain(path)) throw new MalformedRequestError('the address is written in a way that is not allowed');
  if (!isDecodable(query.join('?'))) throw new MalformedRequestError('the query is not valid percent-encoded UTF-8');
  const target = path.slice(service.length + 1);
  return query.length > 0 ? `${target}?${query.join('?')}` : target;
}

function isPlain(path: string): boolean {
  return PLAIN.test(path) && !ODD_ENCODING.test(path) && !EMPTY_OR_DOTS.test(path) && isDecodable(path);
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
