import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { UNKNOWN_ID } from './canteen.fixture.js';
import type { StartedCanteen } from './start-canteen.js';
import { startCanteen } from './start-canteen.js';

let canteen: StartedCanteen;
let headers: Record<string, string>;

beforeAll(async () => {
  canteen = await startCanteen();
  headers = { ...(await canteen.headersFor()), 'idempotency-key': '"k-1"', 'content-type': 'application/json' };
});

afterAll(() => canteen.close());

async function post(payload: string | Buffer, more: Record<string, string> = {}) {
  const response = await canteen.app.inject({
    method: 'POST',
    url: '/v1/dishes',
    payload,
    headers: { ...headers, ...more },
  });
  return { status: response.statusCode, headers: response.headers, problem: response.json<Record<string, unknown>>() };
}

const dish = (changes: Record<string, unknown> = {}) => JSON.stringify({ name: '红烧肉', priceFen: 1200, ...changes });

test('takes a good dish', async () => {
  expect(await post(dish(), { prefer: 'wait=2' })).toMatchObject({
    status: 201,
    problem: { actor: 'staff:admin-1', key: 'k-1', route: 'POST /v1/dishes', waitMs: 2000 },
  });
});

test('reads past a byte order mark', async () => {
  expect(await post(`\ufeff${dish()}`)).toMatchObject({ status: 201 });
});

test.each([
  ['broken JSON', '{"name": ', {}, 400, 'HTTP.MALFORMED'],
  ['no JSON at all', 'hello', {}, 400, 'HTTP.MALFORMED'],
  ['invalid UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]), {}, 400, 'HTTP.MALFORMED'],
  ['a NUL character', '{"name": "a\\u0000b", "priceFen": 1}', {}, 400, 'HTTP.MALFORMED'],
  ['a lone surrogate', '{"name": "\\ud800", "priceFen": 1}', {}, 400, 'HTTP.MALFORMED'],
  ['a prototype', '{"__proto__": {}, "name": "x", "priceFen": 1}', {}, 400, 'HTTP.MALFORMED'],
  ['deep nesting', '['.repeat(5000) + ']'.repeat(5000), {}, 400, 'HTTP.MALFORMED'],
  ['two megabytes', dish({ name: 'x'.repeat(2_000_000) }), {}, 413, 'HTTP.BODY_TOO_LARGE'],
  ['XML', '<dish/>', { 'content-type': 'application/xml' }, 415, 'HTTP.UNSUPPORTED_MEDIA_TYPE'],
  ['a form', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'HTTP.UNSUPPORTED_MEDIA_TYPE'],
  ['an empty body', '', {}, 422, 'HTTP.VALIDATION'],
  ['null', 'null', {}, 422, 'HTTP.VALIDATION'],
  ['an array', '[]', {}, 422, 'HTTP.VALIDATION'],
  ['a bad key', dish(), { 'idempotency-key': 'ä ö' }, 400, 'HTTP.IDEMPOTENCY_KEY_INVALID'],
])('refuses %s', async (_what, payload, more, status, code) => {
  const answer = await post(payload, more);
  expect(answer).toMatchObject({ status, problem: { status, code } });
  expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8');
});

test.each([
  ['a text for a number', { priceFen: '1e3' }, '/priceFen', 'invalid_type'],
  ['a huge number', { priceFen: 1e308 }, '/priceFen', 'too_big'],
  ['a fraction', { priceFen: 12.5 }, '/priceFen', 'invalid_type'],
  ['a negative amount', { priceFen: -1 }, '/priceFen', 'too_small'],
  ['unicode digits', { priceFen: '١٢' }, '/priceFen', 'invalid_type'],
  ['an extra member', { subsidyFen: 5 }, '/subsidyFen', 'unrecognized_keys'],
  ['a missing member', { name: undefined }, '/name', 'invalid_type'],
  ['a wrong list item', { tags: ['soft', 'raw'] }, '/tags/1', 'invalid_value'],
])('names the member for %s', async (_what, changes, pointer, code) => {
  const { status, problem } = await post(dish(changes));
  expect({ status, code: problem['code'] }).toEqual({ status: 422, code: 'HTTP.VALIDATION' });
  expect(problem['errors']).toContainEqual(expect.objectContaining({ pointer, in: 'body' }));
  expect(JSON.stringify(problem['errors'])).toContain(code);
});

test('asks for the idempotency key', async () => {
  const { ['idempotency-key']: _none, ...rest } = headers;
  const response = await canteen.app.inject({ method: 'POST', url: '/v1/dishes', payload: dish(), headers: rest });
  expect(response.json()).toMatchObject({ status: 400, code: 'HTTP.IDEMPOTENCY_KEY_REQUIRED' });
});

test('checks path and query', async () => {
  const get = async (url: string) => (await canteen.app.inject({ url, headers })).json<Record<string, unknown>>();
  expect(await get('/v1/dishes/1')).toMatchObject({ status: 422, errors: [{ pointer: '/id', in: 'path' }] });
  expect(await get('/v1/dishes?limit=1e3')).toMatchObject({
    status: 422,
    errors: [{ pointer: '/limit', in: 'query' }],
  });
  expect(await get('/v1/dishes?limit=1&limit=2')).toMatchObject({ status: 422 });
  expect(await get('/v1/dishes?all=1')).toMatchObject({ status: 422, errors: [{ pointer: '/all', in: 'query' }] });
  expect(await get('/v1/dishes?limit=%00')).toMatchObject({ status: 400, code: 'HTTP.MALFORMED' });
  expect(await get('/v1/dishes/%ff')).toMatchObject({ status: 400, code: 'HTTP.MALFORMED' });
  expect(await get(`/v1/dishes/${'a'.repeat(300)}`)).toMatchObject({ code: 'HTTP.URI_TOO_LONG' });
  expect(await get(`/v1/dishes/${UNKNOWN_ID}`)).toMatchObject({ status: 404, code: 'DISH.NOT_FOUND' });
});

test('knows its addresses and methods', async () => {
  const unknown = await canteen.app.inject({ url: '/v1/nothing?name=secret', headers });
  expect(unknown.json()).toMatchObject({ status: 404, code: 'HTTP.NOT_FOUND' });
  expect(unknown.body).not.toContain('secret');
  const method = await canteen.app.inject({ method: 'DELETE', url: '/v1/dishes', headers });
  expect(method.json()).toMatchObject({ status: 405, code: 'HTTP.METHOD_NOT_ALLOWED' });
  expect(method.headers['allow']).toBe('GET, HEAD, POST');
});

test('speaks Chinese first and English when asked', async () => {
  const title = async (language: string) =>
    (await canteen.app.inject({ url: '/v1/nothing', headers: { 'accept-language': language } })).json<{
      title: string;
    }>().title;
  expect(await title('fr')).toBe('没有这个地址');
  expect(await title('en-GB,zh;q=0.5')).toBe('There is nothing at this address');
  expect(await title('en;q=0.5,zh-CN')).toBe('没有这个地址');
});
