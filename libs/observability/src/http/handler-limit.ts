import type { FastifyInstance, FastifyReply } from 'fastify';

/**
 * Answers 503 for a handler that has not answered in time. Fastify's own `handlerTimeout` does the same with an AbortController
 * that is fired at the end of every request, with an exception and its stack: a tenth of what forwarding a request costs.
 */
export function limitHandlers(fastify: FastifyInstance, limitMs: number): void {
  fastify.addHook('onRequest', (_request, reply, done) => {
    const timer = setTimeout(() => giveUp(reply), limitMs).unref();
    reply.raw.once('close', () => clearTimeout(timer));
    done();
  });
}

function giveUp(reply: FastifyReply): void {
  if (reply.sent) return;
  // An answer that has begun cannot become another one.
  if (reply.raw.headersSent) reply.raw.destroy();
  else void reply.send(Object.assign(new Error('the handler did not answer in time'), { statusCode: 503 }));
}
