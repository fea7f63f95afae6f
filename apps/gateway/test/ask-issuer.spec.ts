import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IssuerUnavailableError } from '../src/sign-in/application/issuer.port.js';
import { askIssuer } from '../src/sign-in/infrastructure/ask-issuer.js';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

const answers: Readonly<Record<string, (response: ServerResponse) => void>> = {
  '/fine': (response) => void response.end('{"issuer":"here"}'),
  '/refuses': (response) => void response.writeHead(400).end('{"error":"invalid_grant"}'),
  '/no-json': (response) => void response.end('<html>'),
  '/broken': (response) => void response.writeHead(503).end('{}'),
  '/long': (response) => void response.end(`"${'x'.repeat(1_100_000)}"`),
  '/breaks-off': (response) => {
    response.writeHead(200, { 'content-length': '100' }).write('{');
    setTimeout(() => response.destroy(), 50);
  },
  '/drips': (response) => {
    const drip = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(drip));
  },
};

describe('what an issuer says', () => {
  let server: Server;
  const ask = (path: string): Promise<unknown> =>
    askIssuer(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {}, 400);
  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => answers[url]?.(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['/fine', { issuer: 'here' }],
    ['/refuses', undefined],
    ['/no-json', undefined],
  ])('is JSON or nothing: %s', async (path, said) => expect(await ask(path)).toEqual(said));

  it.each(['/broken', '/long', '/breaks-off'])('is not waited for twice: %s', async (path) => {
    await expect(ask(path)).rejects.toBeInstanceOf(IssuerUnavailableError);
  });

  it('is not waited for for ever when it comes a byte at a time, though the request was collected as garbage', async () => {
    const collecting = setInterval(collectGarbage, 50);
    await expect(ask('/drips')).rejects.toBeInstanceOf(IssuerUnavailableError);
    clearInterval(collecting);
  });
});
