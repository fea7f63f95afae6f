import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Seen {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

interface Page {
  readonly url: string;
  readonly text: string;
}

const MAX_HOPS = 12;
const MOST_TRIES = 3;
/** A minute is what the gateway counts by. */
const LONGEST_WAIT_S = 60;
const SAME_ORIGIN = { 'sec-fetch-site': 'same-origin' };

/** A person's browser as far as signing in and asking go: cookies by host, redirects, forms without scripts. */
export class Browser {
  private readonly jar = new Map<string, Map<string, string>>();
  private page: Page = { url: '', text: '' };

  constructor(private readonly gateway: string) {}

  /** By the button of a person of the demonstration. */
  async signInAs(subject: string): Promise<void> {
    await this.open(`${this.gateway}/auth/sign-in`);
    await this.submit('demo', { subject });
  }

  /** By a phone and the code that came to it, which a demonstration shows on the page. */
  async signInByPhone(phone: string): Promise<void> {
    await this.open(`${this.gateway}/auth/sign-in`);
    await this.submit('phone', { phone });
    const code = /class="note">[^<]*?(\d{6})/.exec(this.page.text)?.[1];
    if (code === undefined) throw new Error('no code came to the phone of the demonstration');
    await this.submit('code', { code });
  }

  async signInByPassword(login: string, password: string): Promise<void> {
    await this.open(`${this.gateway}/auth/sign-in`);
    await this.submit('password', { login, password });
  }

  /** Whether the last sign-in came to its end: back at the gateway, with a cookie of its own. */
  isSignedIn(): boolean {
    const { host } = new URL(this.gateway);
    return this.page.url.startsWith(`${this.gateway}/`) && (this.jar.get(host)?.size ?? 0) > 0;
  }

  /** What a page of the gateway sends with a request of its own: the cookie, and where it comes from. */
  ownHeaders(): Record<string, string> {
    const cookies = this.jar.get(new URL(this.gateway).host) ?? new Map<string, string>();
    return { ...SAME_ORIGIN, origin: this.gateway, cookie: cookieOf(cookies) };
  }

  async get(path: string): Promise<Seen> {
    return seen(await this.send(this.gateway + path, { headers: SAME_ORIGIN }));
  }

  async post(path: string, body?: object): Promise<Seen> {
    const own = { ...SAME_ORIGIN, origin: this.gateway, 'idempotency-key': `"${randomUUID()}"` };
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return seen(await this.send(this.gateway + path, { method: 'POST', headers: { ...own, ...type }, ...sent }));
  }

  private async open(address: string): Promise<void> {
    await this.follow(address, { headers: { 'sec-fetch-site': 'none' } });
  }

  private async submit(step: string, fields: Record<string, string>): Promise<void> {
    const action = new RegExp(`action="(/sign-in/[\\w-]+/${step})"`).exec(this.page.text)?.[1];
    if (action === undefined)
      throw new Error(`the page at ${this.page.url} has no form for ${step}: ${this.page.text.slice(0, 300)}`);
    const pending = /name="pending" value="([^"]+)"/.exec(this.page.text)?.[1];
    const { origin } = new URL(this.page.url);
    await this.follow(origin + action, {
      method: 'POST',
      // As browsers send the form of a page whose policy is `no-referrer`.
      headers: { 'sec-fetch-site': 'same-origin', origin: 'null' },
      body: new URLSearchParams({ ...(pending !== undefined && { pending }), ...fields }),
    });
  }

  private async follow(address: string, init: RequestInit): Promise<void> {
    let [url, options] = [address, init];
    for (let hops = 0; hops < MAX_HOPS; hops++) {
      const response = await this.send(url, options);
      const next = response.headers.get('location');
      const text = await response.text();
      if (next === null) {
        this.page = { url, text };
        return;
      }
      [url, options] = [new URL(next, url).href, {}];
    }
    throw new Error('a sign-in goes round in circles');
  }

  private async send(url: string, init: RequestInit): Promise<Response> {
    const { host } = new URL(url);
    const cookies = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, cookies);
    const cookie = cookieOf(cookies);
    const headers = { ...(init.headers as Record<string, string>), ...(cookie !== '' && { cookie }) };
    const response = await this.allowed(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) keep(cookies, line);
    return response;
  }

  /** A dozen people sign in here within a second, from one address: who comes too often is told when to come again. */
  private async allowed(url: string, init: RequestInit): Promise<Response> {
    for (let tries = 0; ; tries++) {
      const response = await fetch(url, { ...init, signal: AbortSignal.timeout(30_000) });
      if (response.status !== 429 || tries === MOST_TRIES) return response;
      await response.body?.cancel();
      await sleep(1_000 * Math.min(LONGEST_WAIT_S, Number(response.headers.get('retry-after') ?? 1)));
    }
  }
}

function cookieOf(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keep(cookies: Map<string, string>, line: string): void {
  const pair = line.split(';', 1)[0] ?? '';
  const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
  if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
  else cookies.set(name, value);
}

async function seen(response: Response): Promise<Seen> {
  const text = await response.text();
  try {
    return { status: response.status, body: JSON.parse(text) as Record<string, unknown> };
  } catch {
    return { status: response.status, body: {} };
  }
}
