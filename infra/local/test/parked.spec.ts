import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parked } from '../src/commands/parked.js';
import { WITH_DATABASE } from '../src/stack/databases.js';
import { asGateway } from './as-gateway.js';

const keysOf = (service: string, count: number, state: string): object[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${service}-${state}-${n}`, state }));

let keys: Record<string, object[]> = {};
let silent: string | undefined;
let told: string[] = [];

/** Answers as the services do: at most `limit` items and where to go on; of acts, what they were and what became of them. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://gateway');
  const service = url.pathname.split('/')[1] ?? '';
  if (request.method === 'POST') return void act(request, response);
  if (service === silent) return void response.writeHead(503).end(JSON.stringify({ code: 'HTTP.UNAVAILABLE' }));
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const to = from + Number(url.searchParams.get('limit') ?? 50);
  const all = keys[service] ?? [];
  response
    .writeHead(200)
    .end(JSON.stringify({ items: all.slice(from, to), next: to < all.length ? String(to) : null }));
});

async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
  told.push(`${request.url} ${await text(request)}`);
  if (request.url?.includes('/unknown/') === true)
    response.writeHead(404).end(JSON.stringify({ code: 'MESSAGING.PARKED_KEY_NOT_FOUND' }));
  else if (request.url?.endsWith('/dismissal') === true) response.writeHead(204).end();
  else response.writeHead(200).end(JSON.stringify({ state: 'done', reason: null }));
}

describe('npm run parked', () => {
  let lines: string[] = [];
  asGateway(server);
  beforeEach(() => {
    [keys, silent, lines, told] = [{}, undefined, [], []];
    jest.spyOn(process.stdout, 'write').mockImplementation((written) => {
      lines.push(
        ...String(written)
          .split('\n')
          .filter((line) => line !== ''),
      );
      return true;
    });
  });
  afterEach(() => void jest.restoreAllMocks());

  it('reads every page, and counts who waits apart from who is parked', async () => {
    keys = { benefits: [...keysOf('benefits', 450, 'parked'), ...keysOf('benefits', 3, 'waiting')] };
    expect(await parked(['list', '--service', 'benefits'])).toBe(0);
    expect(lines).toHaveLength(454);
    expect(new Set(lines).size).toBe(454);
    expect(lines.at(-1)).toMatch(/^450 parked, 3 waiting/);
  });

  it('names a service that does not answer and goes on with the others', async () => {
    const last = WITH_DATABASE.at(-1) as string;
    silent = WITH_DATABASE[0];
    keys = { [last]: keysOf(last, 1, 'parked') };
    expect(await parked(['list'])).toBe(1);
    expect(lines.map((line) => line.split('  ')[0])).toEqual([
      silent,
      last,
      expect.stringMatching(/^1 parked, 0 waiting/),
    ]);
  });

  it('says so when nothing is parked', async () => {
    expect(await parked(['list'])).toBe(0);
    expect(lines).toEqual(['nothing is parked']);
  });

  it('works a key off again and says what became of it', async () => {
    expect(await parked(['retry', 'key-1', '--service', 'benefits'])).toBe(0);
    expect(told).toEqual(['/benefits/v1/parked-keys/key-1/retry {}']);
    expect(JSON.parse(lines.join(''))).toEqual({ state: 'done', reason: null });
    expect(await parked(['retry', 'unknown', '--service', 'benefits'])).toBe(1);
    expect(lines.at(-2)).toContain('MESSAGING.PARKED_KEY_NOT_FOUND');
  });

  it('gives a key up for a reason and a ticket, and not without', async () => {
    const which = ['dismiss', 'key-1', '--service', 'registry'];
    await expect(parked([...which, '--reason', 'test_data'])).rejects.toThrow('needs its reason and a ticket');
    await expect(parked(['dismiss', 'key-1'])).rejects.toThrow('Say what to do');
    expect(told).toEqual([]);
    expect(await parked([...which, '--reason', 'test_data', '--reference', 'OPS-7'])).toBe(0);
    expect(told).toEqual(['/registry/v1/parked-keys/key-1/dismissal {"reason":"test_data","reference":"OPS-7"}']);
    expect(lines).toEqual(['dismissed']);
  });
});
