import type { LogFiles } from '@doorstep/verifier';
import { UnreachableError } from './check.js';

const PATIENCE_MS = 15_000;

/** Undefined for a page that was saved: it asks nobody. */
export function logBeside(page: URL): LogFiles | undefined {
  if (!page.protocol.startsWith('http')) return undefined;
  return { read: async (path) => (await got(new URL(`../log/${path}`, page)))?.bytes() };
}

/** @throws UnreachableError; undefined when there is no such thing */
export async function got(url: URL): Promise<{ bytes(): Promise<Uint8Array>; text(): Promise<string> } | undefined> {
  try {
    const answer = await fetch(url, {
      headers: { accept: 'application/json, */*;q=0.1' },
      credentials: 'omit',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 404) return undefined;
    if (!answer.ok) throw new UnreachableError();
    return { bytes: async () => new Uint8Array(await answer.arrayBuffer()), text: () => answer.text() };
  } catch {
    throw new UnreachableError();
  }
}
