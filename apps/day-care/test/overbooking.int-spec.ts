import type { WaitingView } from '@doorstep/contracts';
import { BookingConfirmedV1, WaitingEndedV1, WaitingOfferedV1 } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AdvanceLine } from '../src/waitlist/application/advance-line.handler.js';
import type { World } from './world.js';
import { familyOf, hotline, HUISHAN, MORNING, openWorld, staff, TODAY } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

/** As a good client: the same request again while the service says that it is too busy. */
async function bookPatiently(person: string, serviceDate: string): ReturnType<World['book']> {
  const [id, key] = [uuidv7(), uuidv7()];
  for (;;) {
    const answer = await world.book(person, { id, serviceDate }, staff, key);
    if (answer.statusCode !== 503) return answer;
  }
}

describe('places', () => {
  it('are never given twice: fifty at once for ten', async () => {
    const date = addDays(TODAY, 8);
    for (const days of [-2, 0, 1, 3, 9]) await world.plan(addDays(date, days), { places: days === 3 ? 0 : 10 });
    const people = await world.people(50);
    const answers = await Promise.all(people.map((person) => bookPatiently(person, date)));
    const refused = answers.filter(({ statusCode }) => statusCode !== 201);
    expect(answers.length - refused.length).toBe(10);
    for (const answer of refused)
      expect(answer.json()).toMatchObject({
        status: 409,
        code: 'DAY_CARE.SESSION_FULL',
        details: { freeDates: [1, -2, 9].map((days) => addDays(date, days)).join(',') },
      });
    expect(await world.sql('SELECT booked, places FROM session WHERE service_date = $1', date)).toEqual([
      { booked: 10, places: 10 },
    ]);
    await eventually(async () => {
      const told = (await world.events(BookingConfirmedV1)).filter(({ data }) => data.serviceDate === date);
      expect(told).toHaveLength(10);
      return true;
    });
  });

  it('stay right while people come, go and plan at once', async () => {
    const date = addDays(TODAY, 30);
    await world.plan(date, { places: 5 });
    const people = await world.people(12);
    const restless = people.map(async (person) => {
      for (let round = 0; round < 4; round++) {
        const answer = await world.book(person, { serviceDate: date });
        if (answer.statusCode === 201)
          await world.post(`/v1/bookings/${answer.json().id}/cancellation`, { cause: 'centre' }, staff);
        else expect(answer.json().code).toBe('DAY_CARE.SESSION_FULL');
      }
      await world.book(person, { serviceDate: date });
    });
    const planner = (async () => {
      for (let version = 1; version <= 10; version++)
        await world.plan(date, { places: 5 + (version % 2) }, { 'if-match': `"${version}"` });
    })();
    await Promise.all([...restless, planner]);
    const [{ booked, places }] = await world.sql('SELECT booked, places FROM session WHERE service_date = $1', date);
    const [{ live }] = await world.sql(
      `SELECT count(*)::integer AS live FROM booking WHERE service_date = $1 AND state IN ('confirmed', 'checked_in', 'completed')`,
      date,
    );
    expect(booked).toBe(live);
    expect(booked).toBeLessThanOrEqual(places);
  });

  it('are guarded by the database when the code forgets to', async () => {
    await expect(world.sql('UPDATE session SET booked = places + 1')).rejects.toThrow('ck_session_booked');
    await expect(world.sql('UPDATE session SET booked = -1')).rejects.toThrow('ck_session_booked');
  });
});

describe('the waiting line', () => {
  const visit = { siteId: HUISHAN, arrivesAt: '09:00', plannedMinutes: 420, withLunch: true };
  const join = (personId: string, serviceDate: string, as = staff, id = uuidv7(), key = uuidv7()) =>
    world.post('/v1/waiting', { ...visit, id, personId, serviceDate }, as, key);
  const act = (id: string, what: 'acceptance' | 'refusal', as = staff, key = uuidv7()) =>
    world.post(`/v1/waiting/${id}/${what}`, {}, as, key);
  const cancel = (id: string) => world.post(`/v1/bookings/${id}/cancellation`, { cause: 'centre' }, staff);
  const advance = () => world.app.get(AdvanceLine).execute();
  const seen = async (id: string): Promise<WaitingView> =>
    (await world.inject({ method: 'GET', url: `/v1/waiting/${id}`, as: staff })).json<WaitingView>();
  const until = (id: string, state: string) => eventually(async () => (await seen(id)).state === state);
  const codeOf = (answer: Awaited<ReturnType<typeof join>>) => [
    answer.statusCode,
    answer.json<{ code: string }>().code,
  ];
  const people = async (count: number) => world.people(count);

  it('offers a freed place to the first in line, keeps it for a time, and then for the next one', async () => {
    const date = addDays(TODAY, 40);
    await world.plan(date, { places: 1 });
    const [taker, first, second, third] = (await people(4)) as [string, string, string, string];
    expect(codeOf(await join(first, date))).toEqual([409, 'WAITLIST.PLACES_FREE']);
    const booked = (await world.book(taker, { serviceDate: date })).json<{ id: string }>();
    const [id, key] = [uuidv7(), uuidv7()];
    const joined = await join(first, date, familyOf(first), id, key);
    expect([joined.statusCode, (await join(first, date, familyOf(first), id, key)).body]).toEqual([201, joined.body]);
    expect(codeOf(await join(first, date))).toEqual([409, 'WAITLIST.ALREADY_WAITING']);
    expect(codeOf(await join(taker, date))).toEqual([409, 'DAY_CARE.ALREADY_BOOKED']);
    const next = (await join(second, date, hotline)).json<WaitingView>();
    expect([joined.json<WaitingView>().ahead, next.ahead, next.state]).toEqual([0, 1, 'waiting']);
    await cancel(booked.id);
    // Nobody comes before those who wait.
    expect(codeOf(await world.book(third, { serviceDate: date }))).toEqual([409, 'DAY_CARE.SESSION_FULL']);
    await advance();
    await until(id, 'offered');
    expect((await seen(id)).offerUntil).toBe(new Date(MORNING.getTime() + 120 * 60_000).toISOString());
    expect(codeOf(await act(next.id, 'acceptance'))).toEqual([409, 'WAITLIST.NOT_OFFERED']);
    expect(codeOf(await world.book(third, { serviceDate: date }))).toEqual([409, 'DAY_CARE.SESSION_FULL']);
    expect((await act(id, 'acceptance', familyOf(second))).statusCode).toBe(404);
    expect((await act(id, 'acceptance', familyOf(first))).json()).toMatchObject({ state: 'accepted', ahead: null });
    const booking = await world.inject({ method: 'GET', url: `/v1/bookings/${id}`, as: staff });
    expect(booking.json()).toMatchObject({ personId: first, state: 'confirmed', bookedBy: 'family' });
    expect((await act(next.id, 'refusal', hotline)).json()).toMatchObject({ state: 'left' });
    await eventually(async () => {
      const ends = (await world.events(WaitingEndedV1)).filter(({ data }) => data.serviceDate === date);
      expect(ends.map(({ data }) => [data.waitingId, data.how, data.via]).sort()).toEqual(
        [
          [id, 'accepted', 'app'],
          [next.id, 'left', 'phone'],
        ].sort(),
      );
      return true;
    });
  });

  it('takes an offer back when its time is up, and passes over who cannot come', async () => {
    const date = addDays(TODAY, 41);
    await world.plan(date, { places: 1 });
    const [taker, late, elsewhere, last] = (await people(4)) as [string, string, string, string];
    const booked = (await world.book(taker, { serviceDate: date })).json<{ id: string }>();
    const ids: string[] = [];
    for (const person of [late, elsewhere, last]) ids.push((await join(person, date)).json<WaitingView>().id);
    const [lateId, elsewhereId, lastId] = ids as [string, string, string];
    await world.sql('DELETE FROM known_person WHERE person_id = $1', elsewhere); // erased meanwhile
    await cancel(booked.id);
    await advance();
    await until(lateId, 'offered');
    world.clock.advance(120 * 60_000);
    expect(codeOf(await act(lateId, 'acceptance'))).toEqual([409, 'WAITLIST.NOT_OFFERED']);
    while ((await advance()) > 0);
    await Promise.all([until(lateId, 'expired'), until(elsewhereId, 'closed'), until(lastId, 'offered')]);
    const told = (await world.events(WaitingOfferedV1)).filter(({ data }) => data.serviceDate === date);
    expect(told.length).toBeGreaterThanOrEqual(1);
    // Until an hour before it opens; then it is over for everybody.
    world.clock.set(new Date(`${addDays(date, -1)}T23:00:00Z`));
    while ((await advance()) > 0);
    await until(lastId, 'expired');
    expect(await world.sql('SELECT booked, offered, waiting FROM session WHERE service_date = $1', date)).toEqual([
      { booked: 0, offered: 0, waiting: 0 },
    ]);
    world.clock.set(MORNING);
  });

  it('is never overbooked while people join, book, answer, leave and go, and lines are moved on by several', async () => {
    const date = addDays(TODAY, 42);
    await world.plan(date, { places: 3 });
    const [takers, line, others] = [await people(3), await people(10), await people(6)];
    const bookings = await Promise.all(takers.map((person) => world.book(person, { serviceDate: date })));
    const entries = await Promise.all(line.map(async (person) => (await join(person, date)).json<WaitingView>()));
    const patiently = async (send: () => ReturnType<typeof join>): Promise<void> => {
      while ((await send()).statusCode === 503);
    };
    await Promise.all([
      ...bookings.map((booking) => patiently(() => cancel(booking.json<{ id: string }>().id))),
      ...others.map((person) => patiently(() => world.book(person, { serviceDate: date }))),
      ...Array.from({ length: 6 }, () => advance()),
      ...entries.map(async ({ id }, index) => {
        for (let round = 0; round < 4; round++) {
          await advance();
          await patiently(() => act(id, index % 3 === 0 ? 'refusal' : 'acceptance'));
        }
      }),
    ]);
    while ((await advance()) > 0);
    const [counted] = await world.sql(
      'SELECT places, booked, offered, waiting FROM session WHERE service_date = $1',
      date,
    );
    const [found] = await world.sql(
      `SELECT 3 AS places, (SELECT count(*)::integer FROM booking WHERE service_date = $1 AND state = 'confirmed') AS booked,
         count(*) FILTER (WHERE state = 'offered')::integer AS offered, count(*) FILTER (WHERE state = 'waiting')::integer AS waiting
       FROM waiting WHERE service_date = $1`,
      date,
    );
    expect(counted).toEqual(found);
    // Whoever waits, waits for places that are taken or kept.
    expect(counted.booked + counted.offered).toBe(3);
  });
});
