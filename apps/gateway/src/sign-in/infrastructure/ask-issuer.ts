import { IssuerUnavailableError } from '../application/issuer.port.js';

export const ISSUER_TIMEOUT_MS = 5_000;

/** What the issuer says: JSON, or undefined where it refuses. Throws IssuerUnavailableError when it does not answer or cannot. */
export async function askIssuer(url: string, init: RequestInit = {}): Promise<unknown> {
  let answer: Response;
  try {
    answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(ISSUER_TIMEOUT_MS) });
  } catch {
    throw new IssuerUnavailableError('the issuer does not answer');
  }
  if (answer.status >= 500 || answer.status === 429)
    throw new IssuerUnavailableError(`the issuer says ${answer.status}`);
  return answer.ok ? answer.json().catch(() => undefined) : undefined;
}
