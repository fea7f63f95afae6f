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

  /** @param timeoutMs within which each answer must be there to its end */
  constructor(
    url: string,
    private readonly timeoutMs = TIMEOUT_MS,
  ) {
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
    const late = new AbortController();
    const timer = setTimeout(
      () => late.abort(new Error(`no whole answer within ${this.timeoutMs} ms`)),
      this.timeoutMs,
    );
    try {
      const response = await fetch(this.base + path, { redirect: 'error', signal: late.signal });
      const { ok, status, headers } = response;
      if (ok) return { body: await bodyOf(response, path, late.signal), status };
      await response.body?.cancel();
      return { status, retryAfterS: Number(headers.get('retry-after')) };
    } catch (error) {
      if (error instanceof NotVerifiedError) throw error;
      if (tries < UNANSWERED_TRIES) return {};
      const { cause = error } = error as Error;
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new NotVerifiedError(`${path} cannot be fetched: ${code ?? message}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

interface Answer {
  readonly body?: Uint8Array;
  readonly status?: number;
  readonly retryAfterS?: number;
}

async function bodyOf({ body }: Response, path: string, late: AbortSignal): Promise<Uint8Array> {
  const reader = (body as ReadableStream<Uint8Array> | null)?.getReader();
  const stop = (): void => void reader?.cancel().catch(() => undefined);
  // An answer forgets the signal of its request when that is collected as garbage (Node 20), so the reading is stopped here too.
  late.addEventListener('abort', stop);
  const parts: Uint8Array[] = [];
  let length = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    length += part.value.length;
    if (length > LONGEST_FILE) {
      stop();
      throw new NotVerifiedError(`${path} is longer than any file of a log`);
    }
    parts.push(part.value);
  }
  late.throwIfAborted();
  return Buffer.concat(parts);
}

function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.min(seconds, LONGEST_PAUSE_S) * 1000);
  });
}
