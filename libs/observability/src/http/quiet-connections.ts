import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * When the server closes, connections without a request under way go at once, the others as soon as theirs is answered: browsers and
 * pools open some before they need them, and Node counts one that has never said anything as busy, for ever, since a closing server
 * does not enforce its header time-out. One that was told it is kept alive would be, too.
 */
export function closeQuietConnections(fastify: FastifyInstance): void {
  const open = new Map<string, Socket>();
  const busy = new Map<string, number>();
  let closing = false;
  fastify.server.on('connection', (socket: Socket) => {
    if (closing) return void socket.destroy();
    const name = nameOf(socket);
    open.set(name, socket);
    socket.once('close', () => open.delete(name));
  });
  fastify.server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const name = nameOf(socket);
    busy.set(name, (busy.get(name) ?? 0) + 1);
    response.once('close', () => {
      const left = (busy.get(name) ?? 1) - 1;
      if (left > 0) return void busy.set(name, left);
      busy.delete(name);
      if (closing) socket.destroySoon();
    });
  });
  fastify.addHook('preClose', (done) => {
    closing = true;
    for (const [name, socket] of open) if (!busy.has(name)) socket.destroy();
    done();
  });
}

/** With TLS the socket of a request is another object than the one that was accepted, of the same two ends. */
function nameOf({ remoteAddress = '', remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
