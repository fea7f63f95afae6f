import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@doorstep/kernel';
import type { SignIns } from './signed-in/sign-ins.js';

export interface Answer<T> {
  readonly status: number;
  readonly body: T;
  readonly etag: string | null;
}

interface RawAnswer {
  readonly status: number;
  readonly text: string;
  readonly etag: string | null;
}

export interface CallOptions {
  /** Seconds to hold the answer until the decision arrives (`Prefer: wait`). */
  readonly wait?: number;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly contentType?: string;
  readonly accept?: string;
}

/** Statuses and codes after which the same request is simply sent again: nothing was decided. */
const AGAIN = new Set([429, 502, 503, 504]);
const RACES = new Set(['IDEMPOTENCY.IN_PROGRESS', 'IMPORT.RACED']);
const PATIENCE_MS = 90_000;
const TIMEOUT_MS = 20_000;
/** Every so many POSTs one is kept, to be sent again when the day is over. */
const SAMPLE_EVERY = 12;
/** Questions asked by POST. They change nothing and are answered anew. */
const UNKEYED = /\/quotes$/;

/** A POST and what it was answered. */
export interface SentPost {
  readonly subject: string;
  readonly path: string;
  readonly body: unknown;
  readonly options: CallOptions;
  readonly answer: Answer<{ readonly id?: string } | null>;
}

export class UnexpectedAnswerError extends Error {
  constructor(
    readonly call: string,
    readonly status: number,
    readonly problem: unknown,
  ) {
    super(`${call} answered ${status}: ${JSON.stringify(problem).slice(0, 600)}`);
  }
}

/**
 * Speaks to the gateway as a till or a phone must: every POST has an Idempotency-Key, and a request whose answer was lost is sent
 * again with the same key until somebody answers it. So killed services cost time and nothing else.
 */
export class GatewayClient {
  /** Requests that had to be sent more than once. */
  resent = 0;
  sent = 0;
  private readonly sample: SentPost[] = [];

  constructor(
    private readonly baseUrl: string,
    private readonly signIns: Pick<SignIns, 'headersOf' | 'renew'>,
  ) {}

  get<T>(subject: string, path: string): Promise<Answer<T>> {
    return this.call<T>(subject, 'GET', path);
  }

  async post<T>(subject: string, path: string, body: unknown, given: CallOptions = {}): Promise<Answer<T>> {
    const options = { idempotencyKey: uuidv7(), ...given };
    const answer = await this.call<T>(subject, 'POST', path, body, options);
    if (this.sent % SAMPLE_EVERY === 0 && !UNKEYED.test(path))
      this.sample.push({ subject, path, body, options, answer: answer as SentPost['answer'] });
    return answer;
  }

  /** Sends the sample again, each with its old key, and answers pairs of then and now. */
  async repeatSample(): Promise<{ readonly then: SentPost; readonly now: Answer<{ readonly id?: string } | null> }[]> {
    const pairs = [];
    for (const then of this.sample)
      pairs.push({
        then,
        now: await this.call<SentPost['answer']['body']>(then.subject, 'POST', then.path, then.body, then.options),
      });
    return pairs;
  }

  put<T>(subject: string, path: string, body: unknown, options: CallOptions = {}): Promise<Answer<T>> {
    return this.call<T>(subject, 'PUT', path, body, { idempotencyKey: uuidv7(), ...options });
  }

  /** A file as it stands; nothing is sent again. */
  async text(subject: string, path: string): Promise<string> {
    const { status, text } = await this.sendAs(subject, 'GET', path, undefined, { accept: '*/*' });
    if (status >= 300) throw new UnexpectedAnswerError(`GET ${path}`, status, text);
    return text;
  }

  /** All items of a paged list. */
  async all<T>(subject: string, path: string): Promise<T[]> {
    const items: T[] = [];
    let cursor: string | null = null;
    do {
      const query: string = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`;
      const page: Answer<{ items: T[]; next: string | null }> = await this.get(subject, query);
      items.push(...page.body.items);
      cursor = page.body.next;
    } while (cursor !== null);
    return items;
  }

  /** Answers of 2xx are returned, refusals are thrown, silence is met with patience. */
  async call<T>(
    subject: string,
    method: string,
    path: string,
    body?: unknown,
    options: CallOptions = {},
  ): Promise<Answer<T>> {
    const deadline = Date.now() + PATIENCE_MS;
    this.sent++;
    for (let attempt = 1; ; attempt++) {
      const answer = await this.sendAs(subject, method, path, body, options).then(
        (raw): Answer<T> => ({ ...raw, body: (raw.text === '' ? null : JSON.parse(raw.text)) as T }),
        (error: unknown) => error as Error,
      );
      const done = !(answer instanceof Error) && !this.shouldRepeat(answer);
      if (done) {
        if (answer.status >= 300) throw new UnexpectedAnswerError(`${method} ${path}`, answer.status, answer.body);
        return answer;
      }
      if (Date.now() > deadline) {
        if (answer instanceof Error) throw answer;
        throw new UnexpectedAnswerError(`${method} ${path}`, answer.status, answer.body);
      }
      if (attempt === 1) this.resent++;
      await sleep(Math.min(100 * 2 ** attempt, 2_000));
    }
  }

  private shouldRepeat(answer: Answer<unknown>): boolean {
    if (AGAIN.has(answer.status)) return true;
    return answer.status === 409 && RACES.has((answer.body as { code?: string } | null)?.code ?? '');
  }

  /** Once; and once more after a new sign-in where the session is over, or the act takes a fresh proof of who asks. */
  private async sendAs(
    subject: string,
    method: string,
    path: string,
    body: unknown,
    options: CallOptions,
  ): Promise<RawAnswer> {
    const headers = { ...(await this.signIns.headersOf(subject)), ...headersOf(body, options) };
    const answer = await this.once(method, path, headers, body);
    if (!wantsSignIn(answer)) return answer;
    await this.signIns.renew(subject, headers);
    return this.once(method, path, { ...headers, ...(await this.signIns.headersOf(subject)) }, body);
  }

  private async once(method: string, path: string, headers: Record<string, string>, body: unknown): Promise<RawAnswer> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: await response.text(), etag: response.headers.get('etag') };
  }
}

function headersOf(body: unknown, options: CallOptions): Record<string, string> {
  const headers: Record<string, string> = { accept: options.accept ?? 'application/json' };
  if (body !== undefined) headers['content-type'] = options.contentType ?? 'application/json';
  if (options.idempotencyKey) headers['idempotency-key'] = `"${options.idempotencyKey}"`;
  if (options.ifMatch) headers['if-match'] = options.ifMatch;
  if (options.wait) headers['prefer'] = `wait=${options.wait}`;
  return headers;
}

function wantsSignIn({ status, text }: RawAnswer): boolean {
  return status === 401 || (status === 403 && text.includes('"AUTH.STEP_UP_REQUIRED"'));
}
