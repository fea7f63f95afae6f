import {
  BookingCancelledV1,
  PersonErasedV1,
  PersonFactRetractedV1,
  SiteRecordedV1,
  SiteTermRecordedV1,
  WaitingEndedV1,
} from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { familyOf, HUISHAN, huishan, openWorld, staff, TODAY } from './world.js';

let world: World;
const dates = [0, 1, 2, 3, 4, 5].map((days) => addDays(TODAY, days));
beforeAll(async () => {
  world = await openWorld();
  for (const date of dates) await world.plan(date, { places: 50 });
});
afterAll(() => world.close());

const at = '2026-11-23T09:00:00.000Z';
const view = async (id: string) => (await world.inject({ method: 'GET', url: `/v1/bookings/${id}`, as: staff })).json();

describe('what the registry learns', () => {
  it('ends bookings during a hospital stay, not those on its first and last day', async () => {
    const [personId] = (await world.people(1)) as [string];
    const ids: string[] = [];
    for (const serviceDate of dates.slice(0, 5)) ids.push((await world.book(personId, { serviceDate })).json().id);
    const stay = world.fact(personId, { kind: 'stay', stay: 'hospital' }, dates[1] as string, dates[4] as string);
    await world.publish(stay);
    await eventually(async () => (await view(ids[2] as string)).state === 'cancelled');
    expect(await Promise.all(ids.map(async (id) => (await view(id)).state))).toEqual([
      'confirmed',
      'confirmed',
      'cancelled',
      'cancelled',
      'confirmed',
    ]);
    expect((await view(ids[2] as string)).cancellationCause).toBe('hospital');
    expect((await world.book(personId, { serviceDate: dates[3] })).json()).toMatchObject({
      code: 'DAY_CARE.IN_HOSPITAL',
    });
    const told = await eventually(async () => {
      const cancelled = (await world.events(BookingCancelledV1)).filter(({ data }) => data.personId === personId);
      return cancelled.length === 2 ? cancelled : undefined;
    });
    expect(told?.[0]).toMatchObject({ actor: 'client:test', data: { cause: 'hospital', serviceDate: dates[2] } });
    expect(told?.[0]?.causationid).toEqual(expect.any(String));
  });

  it('ends what comes after a death, and frees the places', async () => {
    const [personId] = (await world.people(1)) as [string];
    const date = dates[5] as string;
    const before = (await world.sql('SELECT booked FROM session WHERE service_date = $1', date))[0].booked;
    const { id } = (await world.book(personId, { serviceDate: date })).json();
    await world.publish(world.fact(personId, { kind: 'death', diedOn: TODAY }, TODAY));
    await eventually(async () => (await view(id)).cancellationCause === 'death');
    expect(await world.sql('SELECT booked FROM session WHERE service_date = $1', date)).toEqual([{ booked: before }]);
    expect((await world.book(personId, { serviceDate: date })).json()).toMatchObject({
      code: 'DAY_CARE.PERSON_DECEASED',
    });
  });

  it('forgets whoever is erased', async () => {
    const [personId] = (await world.people(1)) as [string];
    const erased = { personId, erasureId: uuidv7(), erasedAt: at, evidenceUntil: '2056-12-31' };
    await world.publish(newEvent(PersonErasedV1, personId, erased));
    await eventually(
      async () => (await world.sql('SELECT FROM known_person WHERE person_id = $1', personId)).length === 0,
    );
    expect((await world.book(personId, { serviceDate: dates[0] as string })).statusCode).toBeGreaterThanOrEqual(400);
  });

  it('does not hold what was retracted or replaced', async () => {
    const [personId, other] = (await world.people(2)) as [string, string];
    const [factId, replaced] = [uuidv7(), uuidv7()];
    const hospital = { kind: 'stay', stay: 'hospital' } as const;
    const correction = world.fact(other, hospital, addDays(TODAY, -9), addDays(TODAY, -3));
    await world.publish(
      world.fact(personId, { kind: 'death', diedOn: addDays(TODAY, -1) }, addDays(TODAY, -1), null, factId),
      newEvent(PersonFactRetractedV1, personId, { personId, factId, reason: 'mistake', recordedAt: at }),
      world.fact(other, hospital, addDays(TODAY, -9), null, replaced),
      { ...correction, data: { ...(correction.data as object), replacesFactId: replaced } } as typeof correction,
    );
    await eventually(async () => {
      const facts = await world.sql('SELECT believed FROM person_absence WHERE person_id IN ($1, $2)', personId, other);
      return facts.length === 3 && facts.filter(({ believed }) => believed).length === 1;
    });
    for (const person of [personId, other]) expect((await world.book(person)).statusCode).toBe(201);
  });

  it('closes a centre to new bookings', async () => {
    const siteId = 'daoyi-day-care';
    const site = { ...huishan, siteId };
    const as = { ...staff, scope: { sites: [siteId] } };
    const put = () =>
      world.inject({
        method: 'PUT',
        url: `/v1/centres/${siteId}/sessions/${TODAY}`,
        payload: { places: 5, opensAt: '08:00', closesAt: '17:00' },
        as,
      });
    await world.publish(newEvent(SiteRecordedV1, siteId, site));
    await eventually(async () => (await put()).statusCode !== 404);
    await world.publish(
      newEvent(SiteRecordedV1, siteId, { ...site, version: 3, active: false }),
      newEvent(SiteRecordedV1, siteId, { ...site, version: 2 }),
    );
    await eventually(async () => (await put()).json().code === 'DAY_CARE.CENTRE_CLOSED');
    const [person] = (await world.people(1)) as [string];
    expect((await world.book(person, { siteId }, as)).json()).toMatchObject({ code: 'DAY_CARE.CENTRE_CLOSED' });
  });
});

describe('the calendar of a centre', () => {
  const day = addDays(TODAY, 20);
  const reopens = addDays(day, 1);
  const closure = (version: number, to: string) =>
    newEvent(SiteTermRecordedV1, HUISHAN, {
      ...{ termId: uuidv7(), siteId: HUISHAN, version, kind: 'closure', series: 'closure/boiler', from: day, to },
      ...{ term: { kind: 'closure', reason: 'repair' }, recordedAt: world.clock.now().toISOString() },
    });

  it('calls off what was booked, ends the line, and refuses further bookings until the day of reopening', async () => {
    const [booked, waits, late] = (await world.people(3)) as [string, string, string];
    for (const date of [day, reopens]) await world.plan(date, { places: 1 });
    const visit = { siteId: HUISHAN, arrivesAt: '09:00', plannedMinutes: 420, withLunch: true };
    const id = (await world.book(booked, { serviceDate: day })).json<{ id: string }>().id;
    const waiting = { ...visit, id: uuidv7(), personId: waits, serviceDate: day };
    expect((await world.post('/v1/waiting', waiting, staff)).statusCode).toBe(201);
    await world.publish(closure(1, reopens));
    await eventually(async () => {
      const cancelled = (await world.events(BookingCancelledV1)).filter(({ data }) => data.bookingId === id);
      expect(cancelled.map(({ data }) => data.cause)).toEqual(['centre']);
      const ended = (await world.events(WaitingEndedV1)).filter(({ data }) => data.waitingId === waiting.id);
      expect(ended.map(({ data }) => data.how)).toEqual(['closed']);
      return true;
    });
    expect(await view(id)).toMatchObject({
      placed: { by: 'staff:care-huishan', via: 'counter' },
      cancelled: { by: expect.any(String), via: null },
    });
    const asFamily = await world.inject({ method: 'GET', url: `/v1/bookings/${id}`, as: familyOf(booked) });
    expect(asFamily.json()).toMatchObject({ placed: { by: null, via: 'counter' } });
    const refused = await world.book(late, { serviceDate: day });
    expect([refused.statusCode, refused.json()]).toMatchObject([
      409,
      { code: 'DAY_CARE.CENTRE_CLOSED', details: { reason: 'repair', reopensOn: reopens, phone: '024-12349' } },
    ]);
    const url = `/v1/centres/${HUISHAN}/sessions?from=${day}&to=${reopens}`;
    expect((await world.inject({ method: 'GET', url, as: familyOf(late) })).json().items).toMatchObject([
      { serviceDate: day, places: 1, freePlaces: 0, closed: { reason: 'repair', reopensOn: reopens } },
      { serviceDate: reopens, places: 1, freePlaces: 1, closed: null },
    ]);
    const planned = await world.plan(day, { places: 2 }, { 'if-match': '"1"' });
    expect(planned.json()).toMatchObject({ version: 2, places: 2, freePlaces: 0, closed: { reason: 'repair' } });
    expect((await world.book(late, { serviceDate: reopens })).statusCode).toBe(201);
    await world.publish(closure(2, day));
    await eventually(async () => (await world.book(booked, { serviceDate: day })).statusCode === 201);
  });
});

describe('a community worker', () => {
  const worker = (area: string) => ({
    kind: 'staff' as const,
    subject: 'worker-1',
    roles: ['community_worker' as const],
    scope: { areas: [area] },
  });
  const place = (town: string) => ({
    kind: 'residence' as const,
    place: { city: 'shenyang', district: 'shenbei', town },
  });

  it('books, sees and calls off for those who live in the own area, until they move away', async () => {
    const [personId, other] = (await world.people(2)) as [string, string];
    const lives = world.fact(personId, place('huishan'), '2020-01-01');
    await world.publish(lives);
    await eventually(
      async () => (await world.book(personId, { serviceDate: dates[1] }, worker('huishan'))).statusCode === 201,
    );
    const listed = (as: ReturnType<typeof worker>) =>
      world.inject({ method: 'GET', url: `/v1/bookings?personId=${personId}`, as });
    const [booking] = (await listed(worker('huishan'))).json().items;
    expect(booking).toMatchObject({ personId, bookedBy: 'worker' });
    const url = `/v1/bookings/${booking.id}`;
    expect((await world.inject({ method: 'GET', url, as: worker('shenbei') })).statusCode).toBe(200);
    expect((await world.inject({ method: 'GET', url, as: worker('daoyi') })).statusCode).toBe(404);
    expect((await listed(worker('daoyi'))).statusCode).toBe(404);
    expect((await world.book(other, { serviceDate: dates[1] }, worker('huishan'))).statusCode).toBe(404);
    expect((await world.post(`${url}/cancellation`, { cause: 'customer' }, worker('daoyi'))).statusCode).toBe(404);
    const moved = world.fact(personId, place('daoyi'), '2020-01-01');
    await world.publish({ ...moved, data: { ...moved.data, replacesFactId: lives.data.factId } });
    await eventually(async () => (await listed(worker('daoyi'))).statusCode === 200);
    expect((await listed(worker('huishan'))).statusCode).toBe(404);
  });
});
