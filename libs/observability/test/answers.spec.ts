import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { uuidv7 } from '@doorstep/kernel';
import { waitMs } from '../src/index.js';
import type { StartedCanteen } from './start-canteen.js';
import { startCanteen } from './start-canteen.js';

let canteen: StartedCanteen;
let headers: Record<string, string>;

beforeAll(async () => {
  canteen = await startCanteen();
  headers = await canteen.headersFor();
});

afterAll(() => canteen.close());

const put = (more: Record<string, string>) =>
  canteen.app.inject({
    method: 'PUT',
    url: `/v1/dishes/${uuidv7()}`,
    payload: { name: '豆腐', priceFen: 600 },
    headers: { ...headers, ...more },
  });

const create = async (key: string, payload: object) =>
  (
    await canteen.app.inject({
      method: 'POST',
      url: '/v1/dishes',
      payload,
      headers: { ...headers, 'idempotency-key': key },
    })
  ).json<{ key: string; bodyHash: string }>();

test('only what the schema names leaves the service', async () => {
  const response = await canteen.app.inject({ url: `/v1/dishes/${uuidv7()}`, headers });
  expect(Object.keys(response.json<object>()).sort()).toEqual(['id', 'priceFen', 'version']);
  expect(response.headers['etag']).toBe('"7"');
  expect((await canteen.app.inject({ url: '/v1/dishes', headers })).json()).toEqual({ items: [] });
});

test('a change names the version that it changes', async () => {
  expect((await put({ 'if-match': '"7"' })).statusCode).toBe(204);
  expect((await put({ 'if-match': '"6"' })).json()).toMatchObject({ status: 412, code: 'HTTP.PRECONDITION_FAILED' });
  expect((await put({})).json()).toMatchObject({ status: 428, code: 'HTTP.PRECONDITION_REQUIRED' });
  expect((await put({ 'if-match': 'seven' })).json()).toMatchObject({ status: 400, code: 'HTTP.MALFORMED' });
});

test('a key is the same quoted or bare, a request the same in any order of members', async () => {
  const one = await create('"k-1"', { name: '豆腐', priceFen: 600 });
  const two = await create('k-1', { priceFen: 600, name: '豆腐' });
  const three = await create('k-1', { priceFen: 601, name: '豆腐' });
  expect(two).toEqual(one);
  expect(three.bodyHash).not.toBe(one.bodyHash);
});

test.each([
  [undefined, 0],
  ['wait=2', 2_000],
  ['respond-async, wait=5', 5_000],
  ['wait="3"; foo=bar', 3_000],
  ['wait=600', 10_000],
  ['wait=-1', 0],
  ['await=2', 0],
  ['wait=1e3', 0],
])('Prefer %p waits %d ms', (header, milliseconds) => {
  expect(waitMs(header)).toBe(milliseconds);
});

test('answers are safe by their headers', async () => {
  const { headers: sent } = await canteen.app.inject({ url: '/v1/dishes', headers });
  expect(sent).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'strict-transport-security': expect.stringMatching(/^max-age=31536000/),
    'x-correlation-id': expect.any(String),
  });
});

test('the documents are served to everybody', async () => {
  expect((await canteen.app.inject('/openapi.json')).json()).toMatchObject({ openapi: '3.1.0' });
  expect((await canteen.app.inject('/asyncapi.json')).json()).toMatchObject({ asyncapi: '3.0.0' });
});
