import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { MalformedRequestError } from './errors.js';

export const BODY_LIMIT_BYTES = 1024 * 1024;
const MAX_DEPTH = 32;

/** Only JSON, CSV and YAML (as text) are read; every other media type is 415 by Fastify. */
export function registerBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser(
    ['application/json', 'text/csv', 'application/yaml'],
    { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES },
    (request, body, done) => {
      try {
        const text = utf8(body as Buffer);
        done(null, isText(request.headers['content-type']) ? usable(text) : parseJson(text));
      } catch (error) {
        done(error as Error);
      }
    },
  );
}

function isText(type: string | undefined): boolean {
  return /^(text\/csv|application\/yaml)/.test(type?.trim().toLowerCase() ?? '');
}

function usable(text: string): string {
  refuseText(text);
  return text;
}

/** A byte order mark at the beginning is no part of the text. */
function utf8(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw new MalformedRequestError('the body is not valid UTF-8');
  const text = bytes.toString('utf8');
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function parseJson(text: string): unknown {
  if (text.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new MalformedRequestError('the body is not valid JSON');
  }
  refuseUnusable(value, 0);
  return value;
}

/** NUL and lone surrogates cannot be stored, `__proto__` is an attack, and nothing here is nested deeply. */
function refuseUnusable(value: unknown, depth: number): void {
  if (typeof value === 'string') refuseText(value);
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) throw new MalformedRequestError('the body is nested too deeply');
  if (Array.isArray(value)) {
    for (const item of value) refuseUnusable(item, depth + 1);
    return;
  }
  for (const [key, member] of Object.entries(value)) {
    refuseText(key);
    if (key === '__proto__') throw new MalformedRequestError('the body has a member that is not allowed');
    refuseUnusable(member, depth + 1);
  }
}

function refuseText(text: string): void {
  if (text.includes('\0') || !text.isWellFormed())
    throw new MalformedRequestError('the body holds a character that is not allowed');
}
