import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parked } from '../src/commands/parked.js';
import { WITH_DATABASE } from '../src/stack/databases.js';
import { asGateway } from './as-gateway.js';

const keysOf = (service: string, count: number, state: string): object[] =>
  Array.from({ length: count }, (_, n) => ({ id: `${service}-${state}-${n}`, state }));

let keys: Record<string, object[]> = {};
let silent: string | undefined;

/** Answers as the services do: at most `limit` items and where to go on. */
const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://gateway');
  const service = url.pathname.split('/')[1] ?? '';
  if (service === silent) return void response.writeHead(503).end(JSON.stringify({ code: 'HTTP.UNAVAILABLE' }));
  const from = Number(url.searchParams.get('cursor') ?? 0);
  const to = from + Number(url.searchParams.get('limit') ?? 50);
  const all = keys[service] ?? [];
  response
    .writeHead(200)
    .end(JSON.stringify({ items: all.slice(from, to), next: to < all.length ? String(to) : null }));
});

describe('npm run parked -- list', () => {
  let lines: string[] = [];
  asGateway(server);
  beforeEach(() => {
    [keys, silent, lines] = [{}, undefined, []];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      lines.push(
        ...String(text)
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
});
