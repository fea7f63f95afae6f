import {
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
  StayStartedV1,
} from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { familyOf, hotline, HUISHAN, MORNING, openWorld, staff, strangerStaff, TODAY, TOMORROW } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  for (const date of [TODAY, TOMORROW]) await world.plan(date, { places: 100 });
});
afterAll(() => world.close());

const someone = async (): Promise<string> => (await world.people(1))[0] as string;
const at = (minutes: number): string => new Date(MORNING.getTime() + minutes * 60_000).toISOString();

describe('a day of care', () => {
  it('is booked, attended and told, each step once', async () => {
    const person = await someone();
    const booked = await world.book(person, { serviceDate: TOMORROW }, familyOf(person));
    expect(booked.statusCode).toBe(201);
    expect(booked.json()).toMatchObject({
      personId: person,
      state: 'confirmed',
      bookedBy: 'family',
      fee: null,
      claims: [],
    });
    const { id } = booked.json();
    world.clock.advance(24 * 3_600_000);
    const key = uuidv7();
    const tomorrow = 24 * 60;
    for (let i = 0; i < 2; i++) {
      const inside = await world.post(`/v1/bookings/${id}/check-in`, {}, staff, key);
      expect(inside.json()).toMatchObject({ state: 'checked_in', checkedInAt: at(tomorrow) });
    }
    const paid = { at: at(tomorrow), insurancePaidFen: 2000, insuranceReference: 'CI-2026/7' };
    world.clock.advance(375 * 60_000);
    const left = await world.post(`/v1/bookings/${id}/check-out`, { ...paid, at: at(tomorrow + 370) }, staff);
    expect(left.json()).toMatchObject({
      state: 'completed',
      minutes: 370,
      insurancePaidFen: 2000,
      insuranceReference: 'CI-2026/7',
      otherPublicPaidFen: 0,
      insuranceEntries: [{ insurancePaidFen: 2000, insuranceReference: 'CI-2026/7' }],
    });
    world.clock.set(MORNING);
    await eventually(async () => {
      const told = (await world.events()).filter(({ subject }) => subject === person);
      expect(told.map(({ type }) => type).sort()).toEqual(
        [BookingConfirmedV1, StayCompletedV1, StayStartedV1].map(({ type }) => type).sort(),
      );
      const completed = told.find(({ type }) => type === StayCompletedV1.type);
      expect(completed?.data).toMatchObject({ bookingId: id, minutes: 370, withLunch: true, insurancePaidFen: 2000 });
      expect(completed?.data).toMatchObject({ insuranceReference: 'CI-2026/7' });
      const confirmed = told.find(({ type }) => type === BookingConfirmedV1.type);
      expect(confirmed).toMatchObject({ actor: 'family:family-1', data: { personId: person, via: 'app' } });
      return true;
    });
  });

  it('is paid by insurance later too, once for each entry, and the last entry counts', async () => {
    const person = await someone();
    const { id } = (await world.book(person)).json();
    const enter = (fen: number, reference: string | null, as: object = staff, key = uuidv7()) =>
      world.post(`/v1/bookings/${id}/insurance`, { insurancePaidFen: fen, insuranceReference: reference }, as, key);
    const entries = async () =>
      (await world.events(StayInsuranceRecordedV1)).filter(({ subject }) => subject === person);
    expect((await enter(500, 'CI-1')).json()).toMatchObject({ status: 409, code: 'DAY_CARE.STAY_NOT_OVER' });
    await world.post(`/v1/bookings/${id}/check-in`, {}, staff);
    expect((await enter(500, 'CI-1')).json()).toMatchObject({ code: 'DAY_CARE.STAY_NOT_OVER' });
    await world.post(`/v1/bookings/${id}/check-out`, {}, staff);
    const key = uuidv7();
    for (let i = 0; i < 2; i++) {
      const { state, insurancePaidFen, insuranceReference } = (await enter(500, 'CI-1', staff, key)).json();
      expect([state, insurancePaidFen, insuranceReference]).toEqual(['completed', 500, 'CI-1']);
    }
    // The same again under another key is no news.
    expect((await enter(500, 'CI-1')).statusCode).toBe(200);
    expect((await enter(500, 'CI-1', strangerStaff)).json()).toMatchObject({ code: 'DAY_CARE.BOOKING_NOT_FOUND' });
    expect((await enter(500, 'CI-1', familyOf(person))).statusCode).toBe(403);
    await enter(700, 'CI-2');
    expect((await enter(0, null)).json()).toMatchObject({
      ...{ insurancePaidFen: 0, insuranceReference: null },
      insuranceEntries: [
        { insurancePaidFen: 500, insuranceReference: 'CI-1' },
        { insurancePaidFen: 700, insuranceReference: 'CI-2' },
        { insurancePaidFen: 0, insuranceReference: null },
      ],
    });
    await eventually(async () => (await entries()).length === 3);
    expect((await entries()).map(({ data }) => data)).toMatchObject([
      { bookingId: id, insurancePaidFen: 500, insuranceReference: 'CI-1' },
      { bookingId: id, insurancePaidFen: 700, insuranceReference: 'CI-2' },
      { bookingId: id, insurancePaidFen: 0, insuranceReference: null },
    ]);
    for (let n = 4; n <= 20; n++) expect((await enter(n, 'CI-9')).statusCode).toBe(200);
    expect((await enter(1, 'CI-9')).json()).toMatchObject({ status: 409, code: 'DAY_CARE.INSURANCE_TOO_OFTEN' });
    await expect(world.sql('UPDATE booking_insurance SET paid_fen = 1')).rejects.toThrow();
  });

  it('ends in a cancellation or a no-show, and the place is free', async () => {
    const [first, second] = (await world.people(2)) as [string, string];
    const date = addDays(TODAY, 5);
    await world.plan(date, { places: 2 });
    const ids: string[] = [];
    for (const person of [first, second]) ids.push((await world.book(person, { serviceDate: date })).json().id);
    const cancelled = await world.post(`/v1/bookings/${ids[0]}/cancellation`, { cause: 'customer' }, familyOf(first));
    expect(cancelled.json()).toMatchObject({ state: 'cancelled', cancellationCause: 'customer' });
    const early = await world.post(`/v1/bookings/${ids[1]}/no-show`, {}, staff);
    expect(early.json()).toMatchObject({ status: 422, code: 'DAY_CARE.TIME_NOT_PLAUSIBLE' });
    world.clock.advance(5 * 24 * 3_600_000 + 30 * 60_000);
    expect((await world.post(`/v1/bookings/${ids[1]}/no-show`, {}, staff)).json()).toMatchObject({ state: 'no_show' });
    world.clock.set(MORNING);
    expect(await world.sql('SELECT booked FROM session WHERE service_date = $1', date)).toEqual([{ booked: 0 }]);
    await eventually(async () => {
      expect((await world.events(BookingCancelledV1)).map(({ data }) => data)).toContainEqual(
        expect.objectContaining({ bookingId: ids[0], cause: 'customer' }),
      );
      expect((await world.events(BookingNoShowV1)).map(({ data }) => data)).toContainEqual(
        expect.objectContaining({ bookingId: ids[1], plannedMinutes: 420 }),
      );
      return true;
    });
  });
});

describe('a booking', () => {
  it('is one request, one booking', async () => {
    const person = await someone();
    const id = uuidv7();
    const key = uuidv7();
    const many = await Promise.all(Array.from({ length: 20 }, () => world.book(person, { id }, staff, key)));
    const codes = many.map(({ statusCode }) => statusCode);
    expect(codes.every((code) => code === 201 || code === 409)).toBe(true);
    expect((await world.book(person, { id }, staff, key)).json()).toMatchObject({ id, state: 'confirmed' });
    expect((await world.book(person, { id, withLunch: false }, staff, key)).json()).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    expect((await world.book(person, { id })).json()).toMatchObject({ status: 409, code: 'DAY_CARE.BOOKING_ID_TAKEN' });
    expect(await world.sql('SELECT FROM booking WHERE person_id = $1', person)).toHaveLength(1);
  });

  it('is the only live one of a person on a date', async () => {
    const person = await someone();
    const { id } = (await world.book(person)).json();
    expect((await world.book(person)).json()).toMatchObject({ status: 409, code: 'DAY_CARE.ALREADY_BOOKED' });
    await world.post(`/v1/bookings/${id}/cancellation`, { cause: 'centre' }, staff);
    expect((await world.book(person)).statusCode).toBe(201);
  });

  it('keeps the notice, except by the centre itself', async () => {
    const person = await someone();
    for (const actor of [familyOf(person), hotline])
      expect((await world.book(person, {}, actor)).json()).toMatchObject({
        code: 'DAY_CARE.CUT_OFF_PASSED',
        details: { until: '2026-11-22T23:00:00.000Z', phone: '024-12349' },
      });
    const { id } = (await world.book(person)).json();
    const cancel = (cause: string) => world.post(`/v1/bookings/${id}/cancellation`, { cause }, familyOf(person));
    expect((await cancel('customer')).json()).toMatchObject({ code: 'DAY_CARE.CUT_OFF_PASSED' });
    expect((await cancel('centre')).json()).toMatchObject({ status: 403, code: 'DAY_CARE.CAUSE_NOT_ALLOWED' });
    expect((await cancel('hospital')).json()).toMatchObject({ state: 'cancelled', cancellationCause: 'hospital' });
  });

  it('goes only along its life', async () => {
    const person = await someone();
    const { id } = (await world.book(person)).json();
    const kin = {
      ...familyOf(person),
      roles: ['day_care_staff', 'family'] as const,
      scope: { sites: ['elsewhere'], persons: [person] },
    };
    const foreign = await world.post(`/v1/bookings/${id}/check-in`, {}, kin);
    expect(foreign.json()).toMatchObject({ status: 403, code: 'DAY_CARE.CENTRE_ONLY' });
    const step = (name: string, body: object = {}) => world.post(`/v1/bookings/${id}/${name}`, body, staff);
    expect((await step('check-out')).json()).toMatchObject({ status: 409, code: 'DAY_CARE.WRONG_STATE' });
    const headers = { 'idempotency-key': uuidv7() };
    const withoutBody = await world.inject({ method: 'POST', url: `/v1/bookings/${id}/check-in`, headers, as: staff });
    expect(withoutBody.json()).toMatchObject({ state: 'checked_in' });
    for (const name of ['check-in', 'no-show']) expect((await step(name)).statusCode).toBe(409);
    expect((await step('cancellation', { cause: 'centre' })).statusCode).toBe(409);
    await step('check-out');
    expect((await step('check-out')).json()).toMatchObject({
      code: 'DAY_CARE.WRONG_STATE',
      details: { state: 'completed' },
    });
  });

  it('is seen by those whom it concerns, and by nobody else', async () => {
    const [person, other] = (await world.people(2)) as [string, string];
    const { id } = (await world.book(person)).json();
    const get = (url: string, as: object) => world.inject({ method: 'GET', url, as });
    for (const actor of [staff, hotline, familyOf(other, person)])
      expect((await get(`/v1/bookings/${id}`, actor)).json()).toMatchObject({ id });
    for (const actor of [strangerStaff, familyOf(other)]) {
      expect((await get(`/v1/bookings/${id}`, actor)).json()).toMatchObject({ code: 'DAY_CARE.BOOKING_NOT_FOUND' });
      const cancel = await world.post(`/v1/bookings/${id}/cancellation`, { cause: 'hospital' }, actor);
      expect(cancel.json()).toMatchObject({ status: 404, code: 'DAY_CARE.BOOKING_NOT_FOUND' });
    }
    expect((await world.book(other, {}, familyOf(person))).json()).toMatchObject({ code: 'DAY_CARE.PERSON_NOT_FOUND' });
    expect((await world.book(other, {}, strangerStaff)).json()).toMatchObject({ code: 'DAY_CARE.CENTRE_NOT_FOUND' });
    expect((await get(`/v1/bookings?personId=${person}`, familyOf(other))).statusCode).toBe(404);
    expect((await get(`/v1/bookings?siteId=${HUISHAN}`, strangerStaff)).statusCode).toBe(404);
    expect((await get(`/v1/bookings?personId=${person}`, strangerStaff)).json()).toEqual({ items: [], next: null });
    const both = `/v1/bookings?personId=${person}&siteId=${HUISHAN}`;
    expect((await get(both, familyOf(person))).json().items).toHaveLength(1);
  });

  it('is listed page by page', async () => {
    const date = addDays(TODAY, 6);
    await world.plan(date);
    const people = await world.people(5);
    for (const person of people) await world.book(person, { serviceDate: date });
    const seen: string[] = [];
    let cursor = '';
    for (let pages = 0; pages < 3; pages++) {
      const url = `/v1/bookings?siteId=${HUISHAN}&serviceDate=${date}&state=confirmed&limit=2${cursor}`;
      const { items, next } = (await world.inject({ method: 'GET', url, as: staff })).json();
      seen.push(...items.map(({ personId }: { personId: string }) => personId));
      cursor = `&cursor=${next}`;
      expect(next === null).toBe(pages === 2);
    }
    expect(seen.sort()).toEqual([...people].sort());
  });
});
