import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { fastify } from 'fastify';
import { limitHandlers } from '../src/http/handler-limit.js';

const never = (): Promise<never> => new Promise(() => undefined);
const pause = (ms: number): Promise<unknown> => new Promise((resolve) => setTimeout(resolve, ms));

async function* drops(): AsyncIterable<string> {
  for (let n = 0; n < 20; n++) {
    yield `${n} `;
    await pause(50);
  }
}

describe('a handler that does not answer', () => {
  let server: FastifyInstance;
  let url: string;
  const errors: string[] = [];
  beforeEach(async () => {
    server = fastify();
    limitHandlers(server, 300);
    server.setErrorHandler(async (error, _request, reply) => {
      errors.push((error as Error).message);
      await reply.code((error as { statusCode?: number }).statusCode ?? 500).send({ refused: true });
    });
    server.get('/never', never);
    server.get('/at-once', () => Promise.resolve({ ok: true }));
    server.get('/late', () => pause(600).then(() => ({ ok: true })));
    server.get('/begun', (_request, reply) => {
      reply.raw.writeHead(200, { 'content-type': 'text/plain' });
      reply.raw.write('one ');
      return never();
    });
    server.get('/long', (_request, reply) => reply.send(Readable.from(drops())));
    url = await server.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(async () => {
    errors.length = 0;
    await server.close();
  });

  it.each(['/never', '/late'])('is answered for with 503: %s', async (path) => {
    const answer = await fetch(url + path);
    expect(answer.status).toBe(503);
    expect(await answer.json()).toEqual({ refused: true });
    if (path === '/late') await pause(400);
    expect(errors).toEqual(['the handler did not answer in time']);
  });

  it('has its answer cut off when that has begun', async () => {
    const answer = await fetch(`${url}/begun`);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
    expect(errors).toEqual([]);
  });

  it('may send for as long as something goes out', async () => {
    const answer = await fetch(`${url}/long`);
    expect((await answer.text()).split(' ')).toHaveLength(21);
    expect(errors).toEqual([]);
  });

  it('has nothing to do with those that do', async () => {
    const answer = await fetch(`${url}/at-once`);
    expect(await answer.json()).toEqual({ ok: true });
    await pause(400);
    expect(errors).toEqual([]);
  });
});
