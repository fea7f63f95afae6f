import { SessionPlannedV1 } from '@doorstep/contracts';
import { addDays } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { familyOf, HUISHAN, openWorld, plan, staff, strangerStaff, TODAY, TOMORROW } from './world.js';

let world: World;
let person: string;
beforeAll(async () => {
  world = await openWorld();
  [person] = (await world.people(1)) as [string];
});
afterAll(() => world.close());

const sessions = `/v1/centres/${HUISHAN}/sessions`;

describe('a session', () => {
  it('is planned, changed by who has seen it, and told', async () => {
    const first = await world.plan(TODAY);
    expect(first.statusCode).toBe(200);
    expect(first.headers['etag']).toBe('"1"');
    expect(first.json()).toMatchObject({
      ...plan,
      version: 1,
      freePlaces: 10,
      bookableUntil: '2026-11-22T23:00:00.000Z',
    });
    expect((await world.plan(TODAY, { places: 12 })).statusCode).toBe(428);
    expect((await world.plan(TODAY, { places: 12 }, { 'if-match': '"7"' })).statusCode).toBe(412);
    const second = await world.plan(TODAY, { places: 12 }, { 'if-match': '"1"' });
    expect(second.json()).toMatchObject({ version: 2, places: 12 });
    const repeated = await world.plan(TODAY, { places: 12 }, { 'if-match': '"1"' });
    expect([repeated.statusCode, repeated.json()]).toEqual([200, second.json()]);
    await eventually(async () => {
      const told = await world.events(SessionPlannedV1);
      expect(told.map(({ data }) => [data.version, data.places])).toEqual([
        [1, 10],
        [2, 12],
      ]);
      expect(told[0]).toMatchObject({ key: HUISHAN, actor: 'staff:care-huishan' });
      return true;
    });
  });

  it('does not lose the work of two who change it at once', async () => {
    await world.plan(TOMORROW);
    const both = await Promise.all([20, 30].map((places) => world.plan(TOMORROW, { places }, { 'if-match': '"1"' })));
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 412]);
  });

  it('never shrinks below what is booked, nor closes over a booking', async () => {
    const date = addDays(TODAY, 3);
    await world.plan(date);
    expect((await world.book(person, { serviceDate: date })).statusCode).toBe(201);
    const smaller = await world.plan(date, { places: 0 }, { 'if-match': '"1"' });
    expect(smaller.statusCode).toBe(409);
    expect(smaller.json()).toMatchObject({ code: 'DAY_CARE.PLACES_BELOW_BOOKED', details: { places: 0, booked: 1 } });
    const shorter = await world.plan(date, { closesAt: '15:59' }, { 'if-match': '"1"' });
    expect(shorter.json()).toMatchObject({ code: 'DAY_CARE.HOURS_EXCLUDE_BOOKINGS' });
    expect((await world.plan(date, { places: 1, closesAt: '16:00' }, { 'if-match': '"1"' })).statusCode).toBe(200);
  });

  it('is listed with its free places', async () => {
    const from = addDays(TODAY, 20);
    for (const days of [20, 22]) await world.plan(addDays(TODAY, days));
    const list = await world.inject({
      method: 'GET',
      url: `${sessions}?from=${from}&to=${addDays(TODAY, 21)}`,
      as: staff,
    });
    expect(list.json().items).toEqual([expect.objectContaining({ serviceDate: from, freePlaces: 10 })]);
    const one = await world.inject({ method: 'GET', url: `${sessions}/${from}`, as: familyOf(person) });
    expect(one.json()).toMatchObject({ serviceDate: from });
    const none = await world.inject({ method: 'GET', url: `${sessions}/${addDays(TODAY, 21)}`, as: staff });
    expect(none.json()).toMatchObject({ status: 404, code: 'DAY_CARE.SESSION_NOT_FOUND' });
    for (const range of [`from=${TOMORROW}&to=${TODAY}`, `from=${TODAY}&to=${addDays(TODAY, 92)}`]) {
      const refused = await world.inject({ method: 'GET', url: `${sessions}?${range}`, as: staff });
      expect(refused.json()).toMatchObject({ status: 422, code: 'DAY_CARE.RANGE_INVALID' });
    }
  });

  it('does not exist for staff of another centre', async () => {
    for (const url of [sessions, `${sessions}/${TODAY}`]) {
      const foreign = await world.inject({ method: 'GET', url, as: strangerStaff });
      expect(foreign.json()).toMatchObject({ status: 404, code: 'DAY_CARE.CENTRE_NOT_FOUND' });
    }
    expect((await world.plan(TODAY, {}, {}, strangerStaff)).json()).toMatchObject({
      code: 'DAY_CARE.CENTRE_NOT_FOUND',
    });
    expect((await world.plan(TODAY, {}, {}, familyOf(person))).statusCode).toBe(403);
  });

  it.each([
    ['yesterday', addDays(TODAY, -1), 'DAY_CARE.DATE_PASSED'],
    ['in two years', addDays(TODAY, 700), 'DAY_CARE.DATE_TOO_FAR'],
  ])('cannot be planned for %s', async (_name, date, code) => {
    expect((await world.plan(date)).json()).toMatchObject({ status: 422, code });
  });
});
