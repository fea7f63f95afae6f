import { BookingConfirmedV1 } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { openWorld, staff, TODAY } from './world.js';

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
