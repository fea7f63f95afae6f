import { randomUUID } from 'node:crypto';
import type { Actor } from '@doorstep/auth';
import { SetupProblem } from '../platform/problem.js';
import { actorFor, mintToken } from './local-token.js';
import { currentRun } from './run-file.js';

export interface GatewayRequest {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  /** Sent as JSON, or as it is when it is text or bytes. */
  readonly body?: object | string | Uint8Array<ArrayBuffer>;
  readonly contentType?: string;
  readonly idempotencyKey?: string;
  /** Default: an administrator. */
  readonly actor?: Actor;
}

export interface GatewayAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** Talks to the gateway of the running stack (or of GATEWAY_URL) like any other client. */
export async function callGateway(request: GatewayRequest): Promise<GatewayAnswer> {
  const base = process.env['GATEWAY_URL'] ?? currentRun()?.gatewayUrl;
  if (!base)
    throw new SetupProblem('Doorstep is not running here.', ['Start it with `npm start` in another terminal.']);
  const token = process.env['GATEWAY_TOKEN'] ?? (await mintToken(request.actor ?? actorFor({ as: 'admin' }), 600));
  const { body } = request;
  const response = await fetch(`${base}${request.path}`, {
    method: request.method ?? 'GET',
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': request.contentType ?? 'application/json' }),
      ...(request.method === 'POST' ? { 'idempotency-key': `"${request.idempotencyKey ?? randomUUID()}"` } : {}),
    },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(120_000),
  });
  const text = await response.text();
  return { status: response.status, body: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
