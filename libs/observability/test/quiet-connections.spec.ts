import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { fastify } from 'fastify';
import { closeQuietConnections } from '../src/http/quiet-connections.js';

const clients: Socket[] = [];
let server: ReturnType<typeof fastify>;
let answer: (value: string) => void;

beforeEach(async () => {
  server = fastify({ forceCloseConnections: 'idle' });
  closeQuietConnections(server);
  const answered = new Promise<string>((resolve) => (answer = resolve));
  server.get('/slow', () => answered);
  server.get('/', () => 'at once');
  await server.listen({ host: '127.0.0.1', port: 0 });
});

afterEach(() => {
  for (const client of clients.splice(0)) client.destroy();
});

async function connected(): Promise<Socket> {
  const accepted = once(server.server, 'connection');
  const client = connect((server.server.address() as AddressInfo).port, '127.0.0.1');
  client.on('error', () => undefined);
  clients.push(client);
  await accepted;
  return client;
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: x\r\n\r\n`;
const until = (client: Socket, text: string): Promise<void> =>
  new Promise((resolve) => client.on('data', (chunk: Buffer) => chunk.toString().includes(text) && resolve()));

test('a connection that never said anything does not hold up a stop', async () => {
  const client = await connected();
  const gone = once(client, 'close');
  await server.close();
  await gone;
  expect(server.server.listening).toBe(false);
});

test('nor does one that stopped in the middle of its headers, nor one that was answered and began again', async () => {
  const [dripping, again] = [await connected(), await connected()];
  const answered = until(again, 'at once');
  const begun = new Promise((resolve) => dripping.write('GET / HTTP/1.1\r\nhost:', resolve));
  again.write(get('/'));
  await Promise.all([answered, begun]);
  await new Promise((resolve) => again.write('GET / HT', resolve));
  await server.close();
});

test('a request under way is answered first', async () => {
  const [client, quiet] = [await connected(), await connected()];
  const asked = once(server.server, 'request');
  client.write(get('/slow'));
  await asked;
  const gone = once(quiet, 'close');
  const closed = server.close();
  await gone;
  const answered = until(client, 'in the end');
  answer('in the end');
  await answered;
  await closed;
});
