import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:tls';

/** A client that trusts one certificate alone, and speaks to `localhost` over real TLS. */
export class TlsVisitor {
  constructor(
    private readonly port: number,
    private readonly ca: string,
  ) {}

  async ask(path: string, cookie?: string): Promise<IncomingMessage> {
    const headers = { host: `localhost:${this.port}`, ...(cookie !== undefined && { cookie }) };
    const where = { host: '127.0.0.1', port: this.port, servername: 'localhost', ca: this.ca, agent: false };
    const [answer] = (await once(request({ ...where, path, headers }).end(), 'response')) as [IncomingMessage];
    answer.resume();
    return answer;
  }

  /** Whether the port speaks this version of TLS. */
  async speaks(version: 'TLSv1.1' | 'TLSv1.2' | 'TLSv1.3'): Promise<boolean> {
    const versions = { minVersion: version, maxVersion: version, ciphers: 'DEFAULT@SECLEVEL=0' };
    const socket = connect({ host: '127.0.0.1', port: this.port, servername: 'localhost', ca: this.ca, ...versions });
    try {
      await once(socket, 'secureConnect');
      return true;
    } catch {
      return false;
    } finally {
      socket.destroy();
    }
  }
}

/** `name=value` and the attributes of a cookie that an answer sets. */
export function cookieSet(answer: IncomingMessage, name: string): { pair: string; attributes: string[] } | undefined {
  const line = (answer.headers['set-cookie'] ?? []).find((one) => one.startsWith(`${name}=`));
  const [pair = '', ...attributes] = (line ?? '').split('; ');
  return line === undefined ? undefined : { pair, attributes };
}
