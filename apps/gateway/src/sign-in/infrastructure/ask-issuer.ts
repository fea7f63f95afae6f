import { wholeText } from '../../proxy/whole-text.js';
import { IssuerUnavailableError } from '../application/issuer.port.js';

export const ISSUER_TIMEOUT_MS = 5_000;

/**
 * What the issuer says: JSON, or undefined where it refuses. Throws IssuerUnavailableError when it does not answer to the end, or cannot.
 * @param withinMs for the beginning of the answer, and as long again for its end
 */
export async function askIssuer(url: string, init: RequestInit = {}, withinMs = ISSUER_TIMEOUT_MS): Promise<unknown> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(withinMs) });
    text = await wholeText(answer, withinMs);
  } catch {
    throw new IssuerUnavailableError('the issuer does not answer');
  }
  if (answer.status >= 500 || answer.status === 429)
    throw new IssuerUnavailableError(`the issuer says ${answer.status}`);
  return answer.ok ? jsonIn(text) : undefined;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
