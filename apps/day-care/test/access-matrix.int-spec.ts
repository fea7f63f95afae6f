import { join } from 'node:path';
import { SiteRecordedV1 } from '@doorstep/contracts';
import { addDays, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { MatrixRow, MatrixThings } from '@doorstep/testing';
import { eventually, routesOf, wrongObjects, wrongRoles } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { HUISHAN, huishan, openWorld, plan, staff, strangerStaff, TODAY, TOMORROW } from './world.js';

interface Things extends MatrixThings {
  /** A booking. */
  readonly id: string;
  readonly serviceDate: string;
  readonly waitingId: string;
}

const PLACE = { province: 'liaoning', city: 'shenyang', district: 'shenbei' };
const NEXT = addDays(TOMORROW, 1);
const visit = { serviceDate: TODAY, arrivesAt: '09:00', plannedMinutes: 60, withLunch: false };
const about = ({ siteId, personId }: Things) => ({ id: uuidv7(), personId, siteId, ...visit });

const ROWS: Readonly<Record<string, MatrixRow<Things>>> = {
  bookings_place: { of: 'person', ask: (things) => ({ payload: about(things) }) },
  bookings_list: {
    of: 'person',
    ask: ({ siteId, personId }) => ({ url: `/v1/bookings?siteId=${siteId}&personId=${personId}` }),
    foreign: 'empty',
  },
  bookings_get: { of: 'person' },
  bookings_cancel: { of: 'person', ask: () => ({ payload: { cause: 'customer' } }) },
  waiting_join: { of: 'person', ask: (things) => ({ payload: about(things) }) },
  waiting_list: {
    of: 'person',
    ask: ({ siteId, personId }) => ({ url: `/v1/waiting?siteId=${siteId}&personId=${personId}` }),
    foreign: 'empty',
  },
  waiting_get: { of: 'person', ask: ({ waitingId }) => ({ url: `/v1/waiting/${waitingId}` }) },
  waiting_accept: { of: 'person', ask: ({ waitingId }) => ({ url: `/v1/waiting/${waitingId}/acceptance` }) },
  waiting_refuse: { of: 'person', ask: ({ waitingId }) => ({ url: `/v1/waiting/${waitingId}/refusal` }) },
  attendance_checkIn: { of: 'site' },
  attendance_checkOut: { of: 'site', ask: () => ({ payload: { insurancePaidFen: 0, otherPublicPaidFen: 0 } }) },
  attendance_insurance: { of: 'site', ask: () => ({ payload: { insurancePaidFen: 0, insuranceReference: null } }) },
  attendance_noShow: { of: 'site' },
  session_list: {
    of: 'open',
    ask: ({ siteId }) => ({ url: `/v1/centres/${siteId}/sessions?from=${TODAY}&to=${TODAY}` }),
  },
  session_put: { of: 'site', ask: () => ({ payload: plan }) },
  session_get: { of: 'open' },
  parkedKeys_list: { of: 'city' },
  parkedKeys_dismiss: { of: 'city' },
  parkedKeys_retry: { of: 'city' },
  repairs_feed: { of: 'city' },
};
const ROUTES = routesOf(join(import.meta.dirname, '../openapi.json'));

describe('who may do what with whose', () => {
  let world: World;
  let mine: Things;
  let foreign: Things;

  beforeAll(async () => {
    world = await openWorld();
    const daoyi = { ...huishan, siteId: 'daoyi-day-care', town: 'daoyi' };
    await world.publish(newEvent(SiteRecordedV1, daoyi.siteId, daoyi));
    await eventually(async () => (await world.sql('SELECT FROM centre')).length === 2);
    const [ann, eve] = (await world.people(2)) as [string, string];
    await world.publish(
      ...[ann, eve].map((id, i) =>
        world.fact(id, { kind: 'residence', place: { ...PLACE, town: i === 0 ? 'huishan' : 'daoyi' } }, '2020-01-01'),
      ),
    );
    await world.plan(TODAY);
    await world.inject({
      ...{ method: 'PUT', url: `/v1/centres/${daoyi.siteId}/sessions/${TODAY}`, payload: plan, as: strangerStaff },
    });
    const booked = async (personId: string, siteId: string, as: typeof staff) =>
      (await world.book(personId, { siteId }, as)).json<{ id: string }>().id;
    const waits = async (personId: string, siteId: string, as: typeof staff) => {
      const full = { ...plan, places: 0 };
      await world.inject({ method: 'PUT', url: `/v1/centres/${siteId}/sessions/${NEXT}`, payload: full, as });
      const wanted = { ...about({ siteId, personId } as Things), serviceDate: NEXT };
      return (await world.post('/v1/waiting', wanted, as)).json<{ id: string }>().id;
    };
    mine = {
      waitingId: await waits(ann, HUISHAN, staff),
      siteId: HUISHAN,
      personId: ann,
      area: 'huishan',
      id: await booked(ann, HUISHAN, staff),
      serviceDate: TOMORROW,
    };
    const id = await booked(eve, daoyi.siteId, strangerStaff);
    const waitingId = await waits(eve, daoyi.siteId, strangerStaff);
    foreign = { waitingId, siteId: daoyi.siteId, personId: eve, area: 'daoyi', id, serviceDate: TOMORROW };
    for (const id of [mine.id, mine.waitingId, foreign.id, waitingId]) expect(id).toEqual(expect.any(String));
  });
  afterAll(() => world.close());

  it('is said for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.map(({ operation }) => operation).sort());
  });

  it.each(ROUTES.map((route) => [route.operation, route] as const))('%s: role by role', async (_name, route) => {
    expect(await wrongRoles(world, route)).toEqual([]);
  });

  it.each(ROUTES.map((route) => [route.operation, route] as const))('%s: own and foreign', async (name, route) => {
    expect(await wrongObjects(world, route, ROWS[name] as MatrixRow<Things>, { mine, foreign })).toEqual([]);
  });
});
