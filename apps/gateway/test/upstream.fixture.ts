import type { AddressInfo } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { fastify } from 'fastify';

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string | string[] | undefined>;
  readonly body: string;
}

export interface Upstream {
  readonly origin: string;
  readonly seen: Seen[];
  /** What `/health/ready` says. */
  ready: boolean;
  close(): Promise<void>;
}

/** A real service behind the gateway that remembers what reached it. */
export async function startUpstream(): Promise<Upstream> {
  const server = fastify({ forceCloseConnections: true });
  const upstream = { origin: '', seen: [] as Seen[], ready: true, close: () => server.close() };
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: 8_000_000 }, (_request, body, done) =>
    done(null, body),
  );
  const remember = (request: FastifyRequest) => {
    const { method, url, headers, body } = request;
    upstream.seen.push({ method, url, headers, body: body instanceof Buffer ? body.toString() : '' });
  };
  server.get('/health/ready', (_request, reply) =>
    upstream.ready
      ? reply.send({ status: 'ready' })
      : reply.code(503).send({ status: 'not_ready', checks: { kafka: { up: false }, database: { up: true } } }),
  );
  server.get('/openapi.json', () => ({
    openapi: '3.1.0',
    info: { title: 'Canteen <script>' },
    paths: { '/v1/orders': { get: { responses: { 200: {} } } } },
  }));
  server.get('/asyncapi.json', () => ({ operations: {}, channels: {}, components: { messages: {} } }));
  behaviour(server, remember);
  await server.listen({ host: '127.0.0.1', port: 0 });
  upstream.origin = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return upstream;
}

function behaviour(server: FastifyInstance, remember: (request: FastifyRequest) => void): void {
  for (const url of ['/log/*', '/receipts/*'])
    server.get(url, (request, reply) => {
      remember(request);
      return reply
        .headers({ 'cache-control': 'public, max-age=31536000, immutable', 'access-control-allow-origin': '*' })
        .send(Buffer.alloc(32));
    });
  server.all('/v1/*', (request, reply) => {
    remember(request);
    const path = request.url;
    if (path.startsWith('/v1/slow')) return;
    if (path.startsWith('/v1/cut')) return void request.raw.socket.destroy();
    if (request.body instanceof Buffer && request.body.toString() === 'wrong')
      return reply.code(422).send({ code: 'FAMILY.CODE_NOT_VALID' });
    if (path.startsWith('/v1/busy'))
      return reply.code(503).header('retry-after', '7').send({ code: 'SERVICE.UNAVAILABLE' });
    return reply
      .code(201)
      .headers({ etag: '"3"', 'x-correlation-id': request.headers['x-correlation-id'] })
      .send({ path });
  });
}
