import type { Actor } from '@doorstep/auth';
import type { PersonFactValue, SiteState } from '@doorstep/contracts';
import { PersonFactRecordedV1, PersonRegisteredV1, SiteRecordedV1 } from '@doorstep/contracts';
import { addDays, localDate, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { TestRequest } from '@doorstep/testing';
import { eventually, FixedClock, startTestService } from '@doorstep/testing';
import { jest } from '@jest/globals';
import { Pool } from 'pg';
import { dayCare } from '../src/service.js';

// Real servers on a busy machine.
jest.setTimeout(60_000);

export const HUISHAN = 'huishan-day-care';
export const TODAY = localDate('2026-11-23');
export const TOMORROW = addDays(TODAY, 1);

/** Monday morning, half past eight in Shenyang. */
export const MORNING = new Date('2026-11-23T00:30:00.000Z');

export const staff: Partial<Actor> = {
  kind: 'staff',
  subject: 'care-huishan',
  roles: ['day_care_staff'],
  scope: { sites: [HUISHAN] },
};
export const strangerStaff: Partial<Actor> = { ...staff, subject: 'care-daoyi', scope: { sites: ['daoyi-day-care'] } };
export const hotline: Partial<Actor> = {
  kind: 'staff',
  subject: 'hotline-1',
  roles: ['hotline_agent'],
  scope: { all: true },
};
export const familyOf = (...persons: string[]): Partial<Actor> => ({
  kind: 'family',
  subject: 'family-1',
  roles: ['family'],
  scope: { persons },
});

export const huishan: SiteState = {
  siteId: HUISHAN,
  version: 1,
  siteKind: 'day_care_centre',
  name: '辉山日间照料中心',
  phone: '024-12349',
  province: 'liaoning',
  city: 'shenyang',
  district: 'shenbei',
  town: 'huishan',
  schedule: null,
  standardMealPriceFen: null,
  deliveryFeeFen: 0,
  mealPackId: null,
  dayCarePackId: 'cn-daycare-voucher',
  periods: [],
  places: 40,
  active: true,
};

export const plan = { places: 10, opensAt: '08:00', closesAt: '17:00', noticeMinutes: 60 };

/** The service on Monday morning, knowing the centre at Huishan, with helpers that speak its language. */
export async function openWorld(env: Record<string, string> = {}) {
  const clock = new FixedClock(MORNING);
  const service = await startTestService(dayCare, { clock, env });
  const database = new Pool({ connectionString: service.database.ownerUrl, max: 2 });
  const sql = async (text: string, ...values: unknown[]) => (await database.query(text, values)).rows;
  const post = (url: string, payload: TestRequest['payload'], as: Partial<Actor>, key = uuidv7()) =>
    service.inject({ method: 'POST', url, ...(payload && { payload }), as, headers: { 'idempotency-key': key } });

  await service.publish(newEvent(SiteRecordedV1, HUISHAN, huishan));
  await eventually(async () => (await sql('SELECT FROM centre WHERE site_id = $1', HUISHAN)).length === 1);

  return {
    ...service,
    clock,
    sql,
    post,
    /** People whom the registry has just named. */
    async people(count: number): Promise<string[]> {
      const ids = Array.from({ length: count }, () => uuidv7());
      const recordedAt = clock.now().toISOString();
      await service.publish(...ids.map((personId) => newEvent(PersonRegisteredV1, personId, { personId, recordedAt })));
      await eventually(
        async () => (await sql('SELECT FROM known_person WHERE person_id = ANY($1)', ids)).length === count,
      );
      return ids;
    },
    fact(personId: string, fact: PersonFactValue, validFrom: string, validTo: string | null = null, factId = uuidv7()) {
      const recordedAt = clock.now().toISOString();
      return newEvent(PersonFactRecordedV1, personId, { personId, factId, fact, validFrom, validTo, recordedAt });
    },
    plan(serviceDate: string, change: object = {}, headers: Record<string, string> = {}, as = staff) {
      const url = `/v1/centres/${HUISHAN}/sessions/${serviceDate}`;
      return service.inject({ method: 'PUT', url, payload: { ...plan, ...change }, headers, as });
    },
    book(personId: string, change: object = {}, as: Partial<Actor> = staff, key = uuidv7()) {
      const visit = { arrivesAt: '09:00', plannedMinutes: 420, withLunch: true };
      const booking = { id: uuidv7(), personId, siteId: HUISHAN, serviceDate: TODAY, ...visit, ...change };
      return post('/v1/bookings', booking, as, key);
    },
    async close() {
      await database.end();
      await service.close();
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;
