import { createServer, type IncomingMessage } from 'node:http';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { TOPICS, type RecordView } from '@doorstep/contracts';
import { repair } from '../src/commands/repair.js';
import type { RepairBody } from '../src/commands/repair-chunks.js';
import { asGateway } from './as-gateway.js';

const SOURCE = 'meal-orders/0/1';
const PAGE = 1_000;
const BODY_LIMIT = 1024 * 1024;

/** The journal of one source: orders, a menu after every fifth, some with large bytes. */
const journal: RecordView[] = Array.from({ length: 2_500 }, (_, n) => ({
  source: SOURCE,
  sequence: String(n + 1),
  topic: n % 6 === 5 ? TOPICS.mealMenu.name : TOPICS.mealOrder.name,
  partition: n % 8,
  offset: String(n),
  key: null,
  bytes: Buffer.from(`record ${n + 1} ${'x'.repeat(n % 50 === 0 ? 40_000 : 500)}`).toString('base64'),
  salt: 'c2FsdA==',
  proof: 'p'.repeat(1_500),
}));

let received: RepairBody[] = [];
let unproven = 0;
let refuse: (body: RepairBody) => boolean = () => false;

/** Answers as the gateway does, with its limits on bodies and pages. */
const server = createServer((request, response) => {
  void answerTo(request).then(([status, body]) => response.writeHead(status).end(JSON.stringify(body)));
});

async function answerTo(request: IncomingMessage): Promise<[number, object]> {
  const url = new URL(request.url ?? '/', 'http://gateway');
  if (url.pathname === '/audit/v1/sources') return [200, { items: [{ source: SOURCE, highest: '2500' }] }];
  if (url.pathname === '/audit/v1/records') {
    const [from, to] = ['fromSequence', 'toSequence'].map((name) => Number(url.searchParams.get(name)));
    const found = journal.slice((from ?? 1) - 1, to);
    const proven = --unproven < 0;
    const items = found.slice(0, PAGE).map((record) => (proven ? record : { ...record, proof: null }));
    return [200, { items, next: found[PAGE]?.sequence ?? null }];
  }
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts);
  if (text.length > BODY_LIMIT) return [413, {}];
  const body = JSON.parse(text.toString()) as RepairBody;
  received.push(body);
  return refuse(body) ? [422, { code: 'MESSAGING.REPAIR_REFUSED' }] : [200, { partitions: [] }];
}

const numbersOf = (bodies: readonly RepairBody[]): number[] =>
  bodies.flatMap(({ records }) =>
    records.map(({ bytes }) => Number(Buffer.from(bytes, 'base64').toString().split(' ')[1])),
  );
const numbersOn = (topic: string): number[] =>
  journal.filter((record) => record.topic === topic).map(({ sequence }) => Number(sequence));

describe('npm run repair', () => {
  asGateway(server);
  beforeEach(() => {
    received = [];
    refuse = () => false;
  });

  it('cuts thousands of events into bodies that a service takes, over several pages, each topic in order', async () => {
    expect(await repair(['--service', 'audit', '--source', SOURCE])).toBe(0);
    for (const topic of [TOPICS.mealOrder.name, TOPICS.mealMenu.name]) {
      const bodies = received.filter((body) => body.topic === topic);
      expect(numbersOf(bodies)).toEqual(numbersOn(topic));
      expect(Math.max(...bodies.map(({ records }) => records.length))).toBeLessThanOrEqual(1_000);
    }
    expect(received.length).toBeGreaterThan(6);
  });

  it('offers a service only what it reads', async () => {
    expect(await repair(['--service', 'benefits', '--source', SOURCE, '--from', '5', '--to', '7'])).toBe(0);
    expect(received.map(({ topic }) => topic)).toEqual([TOPICS.mealOrder.name]);
    expect(numbersOf(received)).toEqual([5, 7]);
  });

  it('waits for proofs, and feeds nothing behind a refusal', async () => {
    unproven = 2;
    let offered = 0;
    refuse = () => ++offered === 2;
    expect(await repair(['--service', 'audit', '--source', SOURCE, '--to', '2000'])).toBe(1);
    expect(received[0]?.records[0]?.proof).toHaveLength(1_500);
    const stopped = received[1]?.topic;
    expect(received.slice(2).filter(({ topic }) => topic === stopped)).toEqual([]);
    const other = stopped === TOPICS.mealOrder.name ? TOPICS.mealMenu.name : TOPICS.mealOrder.name;
    expect(numbersOf(received.filter(({ topic }) => topic === other))).toEqual(
      numbersOn(other).filter((number) => number <= 2_000),
    );
  });
});
