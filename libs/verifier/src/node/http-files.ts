import type { LogFiles } from '../log-files.js';
import { LONGEST_FILE } from '../log-files.js';
import { NotVerifiedError } from '../platform.js';

const TIMEOUT_MS = 30_000;
const TRIES = 6;
const LONGEST_PAUSE_S = 30;

/** The log over HTTP. Patient with a server that is busy, and never taken in by one that does not stop talking. */
export class HttpFiles implements LogFiles {
  private readonly base: string;

  constructor(url: string) {
    this.base = url.endsWith('/') ? url : `${url}/`;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    for (let tries = 1; ; tries++) {
      const response = await fetch(this.base + path, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (response.ok) return bodyOf(response, path);
      await response.body?.cancel();
      if (response.status === 404) return undefined;
      const isBusy = response.status === 429 || response.status >= 500;
      if (!isBusy || tries === TRIES) throw new NotVerifiedError(`${path} was answered with status ${response.status}`);
      await pause(Number(response.headers.get('retry-after')) || tries);
    }
  }
}

async function bodyOf(response: Response, path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body as AsyncIterable<Uint8Array>) {
    length += part.length;
    if (length > LONGEST_FILE) throw new NotVerifiedError(`${path} is longer than any file of a log`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(seconds, LONGEST_PAUSE_S) * 1000);
  });
}
