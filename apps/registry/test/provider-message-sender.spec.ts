import { createHmac } from 'node:crypto';
import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FixedClock } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegistryEnv } from '../src/env.js';
import { MessageRefusedError } from '../src/notifications/application/message-sender.port.js';
import { messageSender } from '../src/notifications/infrastructure/message-sender.js';
import { RecordingMessageSender } from '../src/notifications/infrastructure/recording-message-sender.js';

const NOW = new Date('2026-11-18T02:00:00Z');
const KEY = 'k'.repeat(32);
const MESSAGE = { reference: 'r-1', personId: 'p-1', phone: '00070000001', text: '【家门口】演示' };

interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let server: Server;
let origin: string;
let heard: Heard[] = [];
/** What the provider answers on a path; nothing: it never does. */
let answers: Record<string, number | undefined> = {};

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      heard.push({ path: request.url ?? '', headers: request.headers, body });
      const status = answers[request.url ?? ''];
      if (status === undefined) return;
      response.writeHead(status, status === 302 ? { location: '/sms' } : {}).end('{"anything":1}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  heard = [];
  answers = { '/sms': 200, '/wechat': 200 };
});

const settings = (more: Partial<RegistryEnv>): RegistryEnv =>
  ({ MESSAGE_TIMEOUT_MS: 2_000, ...more }) as Partial<RegistryEnv> as RegistryEnv;
const sms = () => ({ MESSAGE_SMS_URL: `${origin}/sms`, MESSAGE_SMS_KEY: KEY });
const wechat = () => ({ MESSAGE_WECHAT_URL: `${origin}/wechat`, MESSAGE_WECHAT_KEY: KEY });
const send = (more: Partial<RegistryEnv>) =>
  messageSender(settings(more), new FixedClock(NOW))
    .send(undefined as unknown as Tx, MESSAGE)
    .then(
      () => 'sent',
      (error: unknown) => (error instanceof MessageRefusedError ? 'refused' : 'failed'),
    );
const paths = () => heard.map(({ path }) => path);

describe('a provider', () => {
  it('gets the message once, signed over time and body, under its reference', async () => {
    expect(await send(sms())).toBe('sent');
    const [{ headers, body } = { headers: {}, body: '' }] = heard;
    expect(JSON.parse(body)).toEqual({ channel: 'sms', phone: MESSAGE.phone, reference: 'r-1', text: MESSAGE.text });
    const time = String(NOW.getTime() / 1000);
    const signature = createHmac('sha256', KEY).update(`${time}.${body}`).digest('hex');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'idempotency-key': 'r-1',
      'doorstep-time': time,
      'doorstep-signature': `v1=${signature}`,
    });
    expect(heard).toHaveLength(1);
  });

  it.each([
    [400, 'refused'],
    [422, 'refused'],
    [401, 'failed'],
    [429, 'failed'],
    [500, 'failed'],
    [302, 'failed'],
  ])('that answers %d: %s, without a second try in the same breath', async (status, outcome) => {
    answers = { '/sms': status };
    expect(await send(sms())).toBe(outcome);
    expect(paths()).toEqual(['/sms']);
  });

  it('that never answers is left alone when its time is up', async () => {
    answers = {};
    expect(await send({ ...sms(), MESSAGE_TIMEOUT_MS: 100 })).toBe('failed');
    expect(paths()).toEqual(['/sms']);
  });

  it('that is not there has failed', async () => {
    expect(await send({ MESSAGE_SMS_URL: 'http://127.0.0.1:1/', MESSAGE_SMS_KEY: KEY })).toBe('failed');
  });
});

describe('WeChat and SMS', () => {
  it('are tried in this order, the second only when the first does not take it', async () => {
    expect(await send({ ...sms(), ...wechat() })).toBe('sent');
    expect(paths()).toEqual(['/wechat']);
    answers = { '/wechat': 404, '/sms': 200 };
    expect(await send({ ...sms(), ...wechat() })).toBe('sent');
    expect(paths()).toEqual(['/wechat', '/wechat', '/sms']);
  });

  it('have refused for good only when both have', async () => {
    answers = { '/wechat': 404, '/sms': 503 };
    expect(await send({ ...sms(), ...wechat() })).toBe('failed');
    answers = { '/wechat': 404, '/sms': 400 };
    expect(await send({ ...sms(), ...wechat() })).toBe('refused');
  });

  it('need an address and a key; without either, messages are written down', () => {
    const made = (more: Partial<RegistryEnv>) => messageSender(settings(more), new FixedClock(NOW));
    expect(() => made({ MESSAGE_SMS_URL: `${origin}/sms` })).toThrow('sms provider');
    expect(() => made({ MESSAGE_WECHAT_KEY: KEY })).toThrow('wechat provider');
    expect(made({})).toBeInstanceOf(RecordingMessageSender);
  });
});
