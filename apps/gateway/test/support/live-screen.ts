import { once } from 'node:events';
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { eventually } from '@doorstep/testing';
import type { Browser } from './browser.js';

export interface Told {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly type?: string; readonly thing?: string; readonly siteId?: string | null };
}

/** A page that follows what happens, as `EventSource` reads it, on a connection of its own. */
export class LiveScreen {
  readonly told: Told[] = [];
  lastId = '';
  isOver = false;

  private constructor(private readonly response: IncomingMessage) {}

  static async open(browser: Browser, query: string, headers: Record<string, string> = {}): Promise<LiveScreen> {
    const own = { cookie: browser.cookies(), 'sec-fetch-site': 'same-origin', ...headers };
    const request = get(new URL(`/live?${query}`, browser.origin), { agent: false, headers: own });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    const screen = new LiveScreen(response);
    if (screen.status !== 200) return screen;
    screen.read();
    await eventually(() => Promise.resolve(screen.lastId !== ''));
    return screen;
  }

  get status(): number {
    return this.response.statusCode ?? 0;
  }

  get retryAfter(): string | undefined {
    return this.response.headers['retry-after'];
  }

  /** Code of the problem, where there is no line. */
  async code(): Promise<unknown> {
    return (JSON.parse(await text(this.response)) as { code: unknown }).code;
  }

  leave(): void {
    this.response.destroy();
  }

  things(): (string | undefined)[] {
    return this.told.map(({ data }) => data.thing);
  }

  /** Until this thing was told of. */
  async hears(thing: string): Promise<void> {
    await eventually(() => {
      if (this.things().includes(thing)) return Promise.resolve(true);
      throw new Error(`${thing} was not told of; told were ${this.things().join(', ')}`);
    });
  }

  private read(): void {
    let unread = '';
    this.response.setEncoding('utf8');
    this.response.on('data', (chunk: string) => {
      const blocks = (unread + chunk).split('\n\n');
      unread = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    });
    this.response.on('close', () => (this.isOver = true));
  }

  private take(block: string): void {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    this.lastId = field('id') ?? this.lastId;
    const data = field('data');
    if (data !== undefined)
      this.told.push({ id: this.lastId, event: field('event') ?? '', data: JSON.parse(data) as Told['data'] });
  }
}
