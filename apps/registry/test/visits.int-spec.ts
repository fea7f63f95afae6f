import { BookingConfirmedV1, MealOrderPlacedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { elder, fileOf, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
  await world.withCity();
  await world.import(fileOf(elder(1), elder(2)));
}, 60_000);
afterAll(() => world.close());

const seenAt = async (siteId: string, role: 'site_operator' | 'day_care_staff'): Promise<string[]> => {
  const body = { personIds: [personId(1), personId(2)], purpose: 'service' };
  const answer = await world.post('/v1/people/lookup', body, { as: { roles: [role], scope: { sites: [siteId] } } });
  return answer.json<{ items: { personId: string }[] }>().items.map((person) => person.personId);
};
const order = (person: string | null, serviceDate: string) => {
  const orderId = uuidv7();
  return newEvent(MealOrderPlacedV1, person ?? orderId, {
    orderId,
    personId: person,
    siteId: 'puya',
    serviceDate,
    mealPeriod: 'lunch',
    channel: 'dine_in',
    menu: 'set',
    lines: [{ dishId: uuidv7(), quantity: 1, unitPriceFen: 1000, standardSet: true }],
    grossFen: 1000,
    claimPriceFen: 1000,
    deliveryFeeFen: 0,
    quote: {
      discountFen: 0,
      subsidyFen: 0,
      selfPayFen: 1000,
      shares: [],
      outcome: 'deny',
      reason: 'NOT_ELIGIBLE',
      packId: null,
      ruleVersion: null,
    },
    takenBy: 'operator',
    takenAt: '2026-11-18T02:00:00.000Z',
    tillId: null,
    flags: [],
  });
};

it('a site reaches those who ordered or booked there, and nobody else', async () => {
  expect(await seenAt('puya', 'site_operator')).toEqual([]);
  const booking = {
    bookingId: uuidv7(),
    personId: personId(2),
    siteId: 'huishan-day-care',
    serviceDate: '2026-11-20',
    arrivesAt: '09:00',
    plannedMinutes: 480,
    withLunch: true,
    confirmedAt: '2026-11-18T02:00:00.000Z',
    bookedBy: 'family' as const,
  };
  await world.service.publish(
    order(personId(1), '2026-11-18'),
    order(personId(1), '2026-11-17'),
    order(null, '2026-11-18'),
    order(personId(404), '2026-11-18'),
    newEvent(BookingConfirmedV1, personId(2), booking),
  );
  await eventually(async () => (await seenAt('puya', 'site_operator')).length === 1);
  await eventually(async () => (await seenAt('huishan-day-care', 'day_care_staff')).length === 1);
  expect(await seenAt('puya', 'site_operator')).toEqual([personId(1)]);
  expect(await seenAt('huishan-day-care', 'day_care_staff')).toEqual([personId(2)]);
  const rows = await world.sql('SELECT site_id, last_on FROM person_site ORDER BY 1');
  expect(rows.map((row) => (row as { site_id: string }).site_id)).toEqual(['huishan-day-care', 'puya']);
});
