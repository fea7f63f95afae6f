import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { expect, it } from '@jest/globals';
import { cutWhenStalled } from '../../src/exports/api/stalled-readers.js';

const MEGABYTE = Buffer.alloc(1024 * 1024);
function* endless(): Iterable<Buffer> {
  for (;;) yield MEGABYTE;
}

it('a file that its reader does not take is given up', async () => {
  const ended = new Promise<string>((resolve) => {
    server.on('request', (_request, answer) => {
      cutWhenStalled(answer, 200);
      pipeline(Readable.from(endless()), answer).then(
        () => resolve('sent'),
        (error: Error) => resolve(error.message),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const reader = connect((server.address() as AddressInfo).port, '127.0.0.1');
  reader.on('error', () => undefined);
  reader.pause();
  reader.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  expect(await ended).toMatch(/close/i);
  reader.destroy();
  await new Promise((resolve) => server.close(resolve));
});
const server = createServer();
