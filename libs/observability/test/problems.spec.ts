import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  ConflictError,
  DomainError,
  ForbiddenError,
  NotFoundError,
  PreconditionFailedError,
  UnprocessableError,
} from '@doorstep/kernel';
import { registerTitles } from '../src/index.js';
import { failWith } from './canteen.fixture.js';
import type { StartedCanteen } from './start-canteen.js';
import { startCanteen } from './start-canteen.js';

let canteen: StartedCanteen;

beforeAll(async () => {
  canteen = await startCanteen();
});

afterAll(() => canteen.close());

async function answerTo(error: unknown, more: Record<string, string> = {}) {
  const url = `/v1/dishes/${failWith(() => error)}/sell-out`;
  const headers = { ...(await canteen.headersFor()), ...more };
  const response = await canteen.app.inject({ method: 'POST', url, headers });
  return { status: response.statusCode, headers: response.headers, problem: response.json<Record<string, unknown>>() };
}

const postgres = (code: string) => Object.assign(new Error(`value "秘密" (${code})`), { code, severity: 'ERROR' });
const network = (code: string) => Object.assign(new Error(code), { code });

test.each([
  [new NotFoundError('DISH.NOT_FOUND', 'm'), 404, 'DISH.NOT_FOUND'],
  [new ConflictError('DISH.SOLD_OUT', 'm'), 409, 'DISH.SOLD_OUT'],
  [new ForbiddenError('DISH.NOT_YOURS', 'm'), 403, 'DISH.NOT_YOURS'],
  [new UnprocessableError('MENU.PAST', 'm'), 422, 'MENU.PAST'],
  [new DomainError('MEAL_ORDER.CUT_OFF_PASSED', 'm'), 422, 'MEAL_ORDER.CUT_OFF_PASSED'],
  [new PreconditionFailedError(8), 412, 'HTTP.PRECONDITION_FAILED'],
  [postgres('57014'), 503, 'SERVICE.UNAVAILABLE'],
  [postgres('55P03'), 503, 'SERVICE.UNAVAILABLE'],
  [postgres('08006'), 503, 'SERVICE.UNAVAILABLE'],
  [postgres('53300'), 503, 'SERVICE.UNAVAILABLE'],
  [postgres('40001'), 503, 'SERVICE.UNAVAILABLE'],
  [network('ECONNREFUSED'), 503, 'SERVICE.UNAVAILABLE'],
  [new Error('timeout exceeded when trying to connect'), 503, 'SERVICE.UNAVAILABLE'],
  [postgres('23505'), 409, 'HTTP.CONFLICT'],
  [postgres('22003'), 422, 'HTTP.UNACCEPTABLE_VALUE'],
  [postgres('42P01'), 500, 'INTERNAL'],
  [new TypeError('x of undefined, secret 42'), 500, 'INTERNAL'],
  ['a thrown text', 500, 'INTERNAL'],
])('%p', async (error, status, code) => {
  const answer = await answerTo(error);
  expect(answer).toMatchObject({
    status,
    problem: { status, code, type: `urn:doorstep:problem:${code.toLowerCase()}` },
  });
  expect(JSON.stringify(answer.problem)).not.toMatch(/秘密|secret|stack| at /);
  if (status === 503) expect(answer.headers['retry-after']).toBe('1');
});

test('tells details and the correlation id', async () => {
  const error = new UnprocessableError('MEAL_ORDER.CUT_OFF_PASSED', 'orders closed at 09:30', { until: '09:30' });
  const { problem, headers } = await answerTo(error, { 'x-correlation-id': 'till-1.7' });
  expect(problem).toMatchObject({
    detail: 'orders closed at 09:30',
    details: { until: '09:30' },
    correlationId: 'till-1.7',
  });
  expect(headers['x-correlation-id']).toBe('till-1.7');
});

test('services name their own codes', async () => {
  registerTitles({ 'DISH.SOLD_OUT': { zh: '已沽清', en: 'Sold out' } });
  const error = new ConflictError('DISH.SOLD_OUT', 'm');
  expect((await answerTo(error)).problem['title']).toBe('已沽清');
  expect((await answerTo(error, { 'accept-language': 'en' })).problem['title']).toBe('Sold out');
});

test('no token, a foreign token and a missing permission', async () => {
  const get = (headers: Record<string, string>) => canteen.app.inject({ url: '/v1/dishes', headers });
  const none = await get({});
  expect(none.json()).toMatchObject({ status: 401, code: 'AUTH.TOKEN_REQUIRED' });
  expect(none.headers['www-authenticate']).toBe('Bearer realm="doorstep"');
  expect((await get({ authorization: 'Bearer a.b.c' })).json()).toMatchObject({
    status: 401,
    code: 'AUTH.TOKEN_INVALID',
  });
  const rider = await get(await canteen.headersFor({ roles: ['rider'] }));
  expect(rider.json()).toMatchObject({ status: 403, code: 'AUTH.PERMISSION_DENIED' });
});
