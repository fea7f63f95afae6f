import { GATEWAY } from './identity-world.js';

let visitors = 0;

/** A browser on the sign-in pages: keeps cookies, follows redirects up to the gateway's door, and fills in forms. */
export class Visitor {
  private readonly cookies = new Map<string, string>();
  page = '';
  status = 0;
  headers = new Headers();
  /** Set when the browser has come to the gateway's callback. */
  callback: string | undefined;
  private at = '';

  /** Comes from an address of its own, as a load balancer tells it to a service that believes this one (`TRUSTED_PROXIES`). */
  constructor(
    readonly origin: string,
    readonly from = `10.0.${Math.floor(visitors / 250)}.${(visitors++ % 250) + 1}`,
  ) {}

  async open(address: string): Promise<this> {
    return this.go(address, { method: 'GET', headers: { 'sec-fetch-site': 'none' } });
  }

  /** Sends the form of the present page that leads to `step`, with what its hidden fields carry. */
  async submit(step: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<this> {
    const uid = /action="\/sign-in\/([A-Za-z0-9_-]+)\//.exec(this.page)?.[1] ?? '';
    const hidden = /name="pending" value="([^"]+)"/.exec(this.page)?.[1];
    const action = step.startsWith('/') ? step : `/sign-in/${uid}/${step}`;
    // As browsers send the form of a page whose policy is `no-referrer`.
    const own = { 'sec-fetch-site': 'same-origin', origin: 'null' };
    return this.go(new URL(action, this.origin).href, {
      method: 'POST',
      headers: { ...own, ...headers },
      body: new URLSearchParams({ ...(hidden !== undefined && { pending: hidden }), ...fields }),
    });
  }

  private async go(address: string, init: RequestInit): Promise<this> {
    let [url, options] = [address, init];
    for (let hops = 0; hops < 12; hops++) {
      if (url.startsWith(GATEWAY)) {
        this.callback = url;
        return this;
      }
      const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const own = { 'x-forwarded-for': this.from, ...(cookie !== '' && { cookie }) };
      const headers = { ...(options.headers as Record<string, string>), ...own };
      const response = await fetch(url, { ...options, headers, redirect: 'manual' });
      for (const line of response.headers.getSetCookie()) this.keep(line);
      const next = response.headers.get('location');
      if (next === null) {
        [this.page, this.status, this.headers, this.at] = [
          await response.text(),
          response.status,
          response.headers,
          url,
        ];
        return this;
      }
      [url, options] = [new URL(next, url).href, { method: 'GET', headers: { 'sec-fetch-site': 'same-origin' } }];
    }
    throw new Error(`too many redirects after ${this.at}`);
  }

  private keep(line: string): void {
    const pair = line.split(';')[0] ?? '';
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
