const BEARER = /^bearer +([A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]*)$/i;
const MAX_TOKEN_LENGTH = 16_384;

/** The compact JWS of an `Authorization` header, or undefined when there is none or it is not a bearer token. */
export function bearerToken(header: string | string[] | undefined): string | undefined {
  if (typeof header !== 'string' || header.length > MAX_TOKEN_LENGTH) return undefined;
  return BEARER.exec(header.trim())?.[1];
}
