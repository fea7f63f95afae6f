/** A browser as far as signing in goes: cookies by host and port, redirects, and what a browser says about where a request comes from. */
export class Browser {
  readonly jar = new Map<string, Map<string, string>>();

  constructor(readonly origin: string) {}

  /** Goes to an address and follows redirects up to the end, or up to the first address that `until` recognises. */
  async visit(
    address: string,
    until: (url: string) => boolean = () => false,
  ): Promise<{ url: string; response: Response }> {
    let url = new URL(address, this.origin).href;
    for (let hops = 0; hops < 12; hops++) {
      const response = await this.send(url, { headers: { 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' } });
      const next = response.headers.get('location');
      if (next === null || response.status < 300 || response.status >= 400) return { url, response };
      url = new URL(next, url).href;
      if (until(url)) return { url, response };
    }
    throw new Error('too many redirects');
  }

  /** What a page of the origin asks for. */
  fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const own = { 'sec-fetch-site': 'same-origin', ...(init.method && { origin: this.origin }) };
    return this.send(new URL(path, this.origin).href, { ...init, headers: { ...own, ...init.headers } });
  }

  post(path: string): Promise<Response> {
    return this.fetch(path, { method: 'POST' });
  }

  async send(url: string, init: RequestInit = {}): Promise<Response> {
    const { host } = new URL(url);
    const cookies = this.cookies(host);
    const headers = { ...(cookies === '' ? {} : { cookie: cookies }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.keep(host, line);
    return response;
  }

  /** As the header has them. */
  cookies(host = new URL(this.origin).host): string {
    return [...(this.jar.get(host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  cookie(name: string): string | undefined {
    return this.jar.get(new URL(this.origin).host)?.get(name);
  }

  plant(name: string, value: string): void {
    this.keep(new URL(this.origin).host, `${name}=${value}`);
  }

  private keep(host: string, line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const ofHost = this.jar.get(host) ?? new Map<string, string>();
    this.jar.set(host, ofHost);
    const gone = attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one)) || value === '';
    if (gone) ofHost.delete(name);
    else ofHost.set(name, value);
  }
}
