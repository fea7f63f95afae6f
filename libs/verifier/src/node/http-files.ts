import type { LogFiles } from '../log-files.js';
import { LONGEST_FILE } from '../log-files.js';
import { NotVerifiedError } from '../platform.js';

const TIMEOUT_MS = 30_000;
const TRIES = 6;
const UNANSWERED_TRIES = 3;
const LONGEST_PAUSE_S = 30;

/** The log over HTTP. Patient with a server that is busy, and never taken in by one that does not stop talking. */
export class HttpFiles implements LogFiles {
  private readonly base: string;

  constructor(url: string) {
    this.base = url.endsWith('/') ? url : `${url}/`;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    for (let tries = 1; ; tries++) {
      const { body, status, retryAfterS } = await this.ask(path, tries);
      if (body || status === 404) return body;
      const isBusy = status === undefined || status === 429 || status >= 500;
      if (!isBusy || tries === TRIES) throw new NotVerifiedError(`${path} was answered with status ${status}`);
      await pause(retryAfterS || tries);
    }
  }

  /** Without a status when nobody answered to the end, and it is worth another try. */
  private async ask(path: string, tries: number): Promise<Answer> {
    try {
      const response = await fetch(this.base + path, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      const { ok, status, headers } = response;
      if (ok) return { body: await bodyOf(response, path), status };
      await response.body?.cancel();
      return { status, retryAfterS: Number(headers.get('retry-after')) };
    } catch (error) {
      if (error instanceof NotVerifiedError) throw error;
      if (tries < UNANSWERED_TRIES) return {};
      const { cause = error } = error as Error;
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new NotVerifiedError(`${path} cannot be fetched: ${code ?? message}`);
    }
  }
}

interface Answer {
  readonly body?: Uint8Array;
  readonly status?: number;
  readonly retryAfterS?: number;
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
