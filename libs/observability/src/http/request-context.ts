import { randomBytes } from 'node:crypto';
import { uuidv7 } from '@doorstep/kernel';
import type { Actor } from '@doorstep/auth';
import type { FastifyRequest } from 'fastify';

/** A Fastify request after the hooks of this library. */
export interface ServiceRequest extends FastifyRequest {
  correlationId: string;
  /** W3C trace context, passed on as it came or begun here. */
  traceparent: string;
  actor?: Actor;
}

const CORRELATION = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Takes a well-formed id from the caller; anything else is replaced, never logged. */
export function correlationIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && CORRELATION.test(header) ? header : uuidv7();
}

export function traceparentFrom(header: string | string[] | undefined): string {
  if (typeof header === 'string' && TRACEPARENT.test(header)) return header;
  const random = randomBytes(24).toString('hex');
  return `00-${random.slice(0, 32)}-${random.slice(32)}-00`;
}

/** Bit 0 of the flags: the caller records this trace. */
export function isRecorded(traceparent: string): boolean {
  return (parseInt(traceparent.slice(-2), 16) & 1) === 1;
}
