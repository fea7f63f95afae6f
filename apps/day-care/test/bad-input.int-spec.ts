import { join } from 'node:path';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { badRequestsOf, wrongRefusals } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { HUISHAN, openWorld, plan, staff, TODAY, TOMORROW } from './world.js';

let world: World;
let person: string;
let bookingId: string;
beforeAll(async () => {
  world = await openWorld();
  await world.plan(TODAY);
  await world.plan(addDays(TODAY, 2), { places: 0 });
  [person] = (await world.people(1)) as [string];
  bookingId = (await world.book(person)).json().id;
});
afterAll(() => world.close());

interface Route {
  readonly method: 'PUT' | 'POST';
  readonly url: () => string;
  readonly body: () => Record<string, unknown>;
}

/** Every route that takes a body, with a body that would be accepted in the right state. */
const routes: Record<string, Route> = {
  plan: { method: 'PUT', url: () => `/v1/centres/${HUISHAN}/sessions/${TOMORROW}`, body: () => ({ ...plan }) },
  book: {
    method: 'POST',
    url: () => '/v1/bookings',
    body: () => ({
      id: uuidv7(),
      personId: person,
      siteId: HUISHAN,
      serviceDate: TODAY,
      arrivesAt: '09:00',
      plannedMinutes: 60,
      withLunch: false,
    }),
  },
  checkIn: { method: 'POST', url: () => `/v1/bookings/${bookingId}/check-in`, body: () => ({}) },
  checkOut: {
    method: 'POST',
    url: () => `/v1/bookings/${bookingId}/check-out`,
    body: () => ({ insurancePaidFen: 0, otherPublicPaidFen: 0 }),
  },
  insurance: {
    method: 'POST',
    url: () => `/v1/bookings/${bookingId}/insurance`,
    body: () => ({ insurancePaidFen: 0, insuranceReference: 'CI-1' }),
  },
  cancel: { method: 'POST', url: () => `/v1/bookings/${bookingId}/cancellation`, body: () => ({ cause: 'customer' }) },
  noShow: { method: 'POST', url: () => `/v1/bookings/${bookingId}/no-show`, body: () => ({}) },
};
const everyRoute = Object.keys(routes).map((name) => [name] as const);

const send = (name: string, payload: object | string | Buffer, headers: Record<string, string> = {}) => {
  const { method, url } = routes[name] as Route;
  const key = { 'idempotency-key': uuidv7(), 'content-type': 'application/json' };
  return world.inject({ method, url: url(), payload, headers: { ...key, ...headers }, as: staff });
};
const picture = async (): Promise<string> =>
  JSON.stringify([
    await world.sql('SELECT * FROM session ORDER BY 1, 2'),
    await world.sql('SELECT * FROM booking ORDER BY id'),
    await world.sql('SELECT count(*) FROM outbox'),
    await world.sql('SELECT count(*) FROM idempotency_key'),
  ]);

/** Sends it, expects the refusal, and that nothing at all was changed. */
async function refused(name: string, payload: object | string | Buffer, status: number, code: string, headers = {}) {
  const before = await picture();
  const answer = await send(name, payload, headers);
  expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(await picture()).toBe(before);
}

describe('every route with a body', () => {
  it.each(everyRoute)('%s refuses what is no readable JSON', async (name) => {
    await refused(name, '{"places":', 400, 'HTTP.MALFORMED');
    await refused(name, Buffer.from([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x3a, 0x31, 0x7d]), 400, 'HTTP.MALFORMED');
    await refused(name, '[1]', 422, 'HTTP.VALIDATION');
    await refused(name, 'x', 415, 'HTTP.UNSUPPORTED_MEDIA_TYPE', { 'content-type': 'text/plain' });
  });

  it.each(everyRoute)('%s refuses two megabytes', async (name) => {
    await refused(name, JSON.stringify({ text: 'x'.repeat(2_000_000) }), 413, 'HTTP.BODY_TOO_LARGE');
  });

  it.each(everyRoute)('%s refuses members that it does not know', async (name) => {
    await refused(name, { ...routes[name]?.body(), state: 'completed', subsidyFen: 1 }, 422, 'HTTP.VALIDATION');
  });

  it.each(everyRoute)('%s refuses a missing member, and one of a wrong type', async (name) => {
    const optional = ['insurancePaidFen', 'otherPublicPaidFen', 'noticeMinutes', 'cause'];
    const body = routes[name]?.body() ?? {};
    for (const member of Object.keys(body)) {
      const { [member]: value, ...rest } = body;
      if (!optional.includes(member)) await refused(name, rest, 422, 'HTTP.VALIDATION');
      const nullable = member === 'insuranceReference';
      for (const wrong of [...(nullable ? [] : [null]), [], {}, typeof value === 'string' ? 7 : 'seven'])
        await refused(name, { ...rest, [member]: wrong }, 422, 'HTTP.VALIDATION');
    }
  });

  it.each(everyRoute)('%s refuses everybody without a token and without the right', async (name) => {
    const { method, url, body } = routes[name] as Route;
    const request = { method, url: url(), payload: body(), headers: { 'idempotency-key': uuidv7() } };
    expect((await world.inject({ ...request, as: null })).statusCode).toBe(401);
    expect((await world.inject({ ...request, as: { roles: ['rider'], scope: { all: true } } })).statusCode).toBe(403);
  });
});

describe('numbers and dates', () => {
  const amounts = [-1, 0.5, 1e308, 9_007_199_254_740_993, '1e3', '１２'];

  it.each(amounts)('check-out refuses %p fen', async (amount) => {
    await refused('checkOut', { insurancePaidFen: amount }, 422, 'HTTP.VALIDATION');
    await refused('checkOut', { otherPublicPaidFen: amount }, 422, 'HTTP.VALIDATION');
    await refused('insurance', { insurancePaidFen: amount, insuranceReference: 'CI-1' }, 422, 'HTTP.VALIDATION');
  });

  it.each([null, '', '=1+1', 'a b', 'x'.repeat(65), '王奶奶', '-1'])(
    'insurance that paid refuses the reference %p',
    async (reference) => {
      const paid = { insurancePaidFen: 1, insuranceReference: reference };
      await refused('checkOut', paid, 422, 'HTTP.VALIDATION');
      await refused('insurance', paid, 422, 'HTTP.VALIDATION');
    },
  );

  it.each([...amounts, 1001])('a session refuses %p places', async (places) => {
    await refused('plan', { ...plan, places }, 422, 'HTTP.VALIDATION');
  });

  it.each([...amounts, 0, 29, 1441])('a booking refuses %p minutes', async (plannedMinutes) => {
    await refused('book', { ...routes['book']?.body(), plannedMinutes }, 422, 'HTTP.VALIDATION');
  });

  it.each([
    [{ serviceDate: addDays(TODAY, -1) }, 422, 'DAY_CARE.DATE_PASSED'],
    [{ serviceDate: addDays(TODAY, 93) }, 422, 'DAY_CARE.DATE_TOO_FAR'],
    [{ serviceDate: '2199-12-31' }, 422, 'DAY_CARE.DATE_TOO_FAR'],
    [{ serviceDate: '2026-02-30' }, 422, 'HTTP.VALIDATION'],
    [{ serviceDate: '0000-01-01' }, 422, 'HTTP.VALIDATION'],
    [{ serviceDate: addDays(TODAY, 2) }, 409, 'DAY_CARE.SESSION_FULL'],
    [{ serviceDate: addDays(TODAY, 3) }, 404, 'DAY_CARE.SESSION_NOT_FOUND'],
    [{ arrivesAt: '24:00' }, 422, 'HTTP.VALIDATION'],
    [{ arrivesAt: '07:59' }, 422, 'DAY_CARE.OUTSIDE_HOURS'],
    [{ id: '019aa000-0000-4000-8000-000000000001' }, 422, 'HTTP.VALIDATION'],
    [{ personId: uuidv7() }, 422, 'DAY_CARE.PERSON_UNKNOWN'],
    [{ siteId: 'nowhere' }, 404, 'DAY_CARE.CENTRE_NOT_FOUND'],
    [{ siteId: "'; DROP TABLE booking; --" }, 422, 'HTTP.VALIDATION'],
  ])('a booking with %j is %i %s', async (change, status, code) => {
    const personId = (await world.people(1))[0];
    await refused('book', { ...routes['book']?.body(), personId, ...change }, status, code);
  });

  it.each([
    [{ at: '2026-11-23T01:00:00Z' }, 'DAY_CARE.TIME_NOT_PLAUSIBLE'],
    [{ at: '0000-01-01T00:00:00Z' }, 'DAY_CARE.TIME_NOT_PLAUSIBLE'],
    [{ at: '2026-11-23' }, 'HTTP.VALIDATION'],
    [{ at: 'now' }, 'HTTP.VALIDATION'],
  ])('an arrival %j is %s', async (body, code) => refused('checkIn', body, 422, code));
});

describe('a POST', () => {
  it.each(everyRoute.filter(([name]) => name !== 'plan'))('%s needs an Idempotency-Key', async (name) => {
    const { url, body } = routes[name] as Route;
    const without = await world.inject({ method: 'POST', url: url(), payload: body(), as: staff });
    expect([without.statusCode, without.json().code]).toEqual([400, 'HTTP.IDEMPOTENCY_KEY_REQUIRED']);
    await refused(name, body(), 400, 'HTTP.IDEMPOTENCY_KEY_INVALID', { 'idempotency-key': 'x'.repeat(300) });
  });

  it.each(['check-in', 'check-out', 'cancellation', 'no-show', 'insurance'])('%s of nothing is 404', async (step) => {
    const paid = { insurancePaidFen: 0, insuranceReference: null };
    const payload = step === 'cancellation' ? { cause: 'centre' } : step === 'insurance' ? paid : {};
    const nothing = await world.post(`/v1/bookings/${uuidv7()}/${step}`, payload, staff);
    expect(nothing.json()).toMatchObject({ status: 404, code: 'DAY_CARE.BOOKING_NOT_FOUND' });
    expect((await world.post(`/v1/bookings/7/${step}`, payload, staff)).statusCode).toBe(422);
  });
});

describe('a GET', () => {
  it.each([
    [`/v1/bookings`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&limit=0`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&limit=201`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&limit=1e2`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&state=gone`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&sort=name`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&siteId=other`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&serviceDate=0000-01-01`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings?siteId=${HUISHAN}&cursor=AAAA`, 422, 'DAY_CARE.CURSOR_INVALID'],
    [`/v1/bookings?siteId=%00`, 400, 'HTTP.MALFORMED'],
    [`/v1/bookings/7`, 422, 'HTTP.VALIDATION'],
    [`/v1/bookings/019aa000-0000-7000-8000-00000000ffff`, 404, 'DAY_CARE.BOOKING_NOT_FOUND'],
    [`/v1/centres/${HUISHAN}/sessions/2026-13-01`, 422, 'HTTP.VALIDATION'],
    [`/v1/centres/${HUISHAN}/sessions?from=2026-02-30`, 422, 'HTTP.VALIDATION'],
    [`/v1/centres/NOWHERE/sessions`, 422, 'HTTP.VALIDATION'],
    [`/v1/centres/nowhere/sessions`, 404, 'DAY_CARE.CENTRE_NOT_FOUND'],
  ])('%s is %i %s', async (url, status, code) => {
    const answer = await world.inject({ method: 'GET', url, as: staff });
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });
});

it('every route refuses what its description forbids, and nothing is changed', async () => {
  const requests = badRequestsOf(join(import.meta.dirname, '../openapi.json'));
  expect(requests.length).toBeGreaterThan(300);
  expect(await wrongRefusals(world, requests)).toEqual([]);
});
