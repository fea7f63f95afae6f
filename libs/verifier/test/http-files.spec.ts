import { once } from 'node:events';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { HttpFiles } from '../src/node/http-files.js';

setFlagsFromString('--expose_gc');
const collectGarbage = runInNewContext('gc') as () => void;

let server: Server;
beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': '8192' });
    const drip = setInterval(() => response.write('A'), 20);
    response.on('close', () => clearInterval(drip));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('an answer that comes a byte at a time is waited for only so long, whatever was collected as garbage meanwhile', async () => {
  const { port } = server.address() as AddressInfo;
  const collecting = setInterval(collectGarbage, 50);
  const reading = new HttpFiles(`http://127.0.0.1:${port}/log`, 300).read('checkpoint');
  await expect(reading).rejects.toThrow('checkpoint cannot be fetched: no whole answer within 300 ms');
  clearInterval(collecting);
}, 15_000);
