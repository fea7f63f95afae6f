import type { Actor } from '@doorstep/auth';
import type { FoundPeople } from '@doorstep/contracts';
import { BookingConfirmedV1, MealOrderCancelledV1, MealOrderPlacedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { elder, fileOf, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1), elder(2), elder(3)));
});
afterAll(() => world.close());

const at = (siteId: string, role: Actor['roles'][number]): Partial<Actor> => ({
  roles: [role],
  scope: { sites: [siteId] },
});
const till = at('puya', 'site_operator');
const lookUp = async (as: Partial<Actor>, purpose: string): Promise<FoundPeople['items']> => {
  const body = { personIds: [1, 2, 3].map(personId), purpose };
  return (await world.post('/v1/people/lookup', body, { as })).json<FoundPeople>().items;
};
const seen = async (as: Partial<Actor>, purpose: string): Promise<string[]> =>
  (await lookUp(as, purpose)).map((person) => person.personId);
const order = (person: string | null, serviceDate: string, orderId: string = uuidv7()) =>
  newEvent(MealOrderPlacedV1, person ?? orderId, {
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

it('a centre reaches those who booked there, and nobody else', async () => {
  const nurse = at('huishan-day-care', 'day_care_staff');
  expect(await seen(nurse, 'day_care')).toEqual([]);
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
  await world.service.publish(newEvent(BookingConfirmedV1, personId(2), booking));
  await eventually(async () => (await seen(nurse, 'day_care')).length === 1);
  expect(await seen(nurse, 'day_care')).toEqual([personId(2)]);
  expect(await seen(till, 'till')).toEqual([]);
});

it('an order opens to those who serve it whom it is for: on its day, while it stands, and only what a till needs', async () => {
  const cancelled = uuidv7();
  await world.service.publish(
    order(personId(1), '2026-11-18'),
    order(personId(2), '2026-11-19'),
    order(personId(3), '2026-11-18', cancelled),
    order(personId(1), '2026-11-17'),
    order(null, '2026-11-18'),
    order(personId(404), '2026-11-18'),
  );
  await eventually(async () => (await seen(till, 'till')).length === 2);
  const [person] = await lookUp(till, 'till');
  expect(person).toMatchObject({
    personId: personId(1),
    name: { visible: 'masked', value: '演*****1' },
    phone: { visible: 'masked' },
    idNumber: { visible: 'hidden' },
    address: { visible: 'hidden' },
  });
  // The same people, for anything but looking them up, are strangers to the site.
  const manager = at('puya', 'site_manager');
  expect(await seen(manager, 'till')).toEqual([personId(1), personId(3)]);
  expect((await world.get(`/v1/people/${personId(1)}`, till)).statusCode).toBe(200);
  expect((await world.post(`/v1/people/${personId(1)}/cards`, { medium: 'card' }, { as: manager })).statusCode).toBe(
    404,
  );
  expect((await world.get(`/v1/people/${personId(1)}/consents`, manager)).statusCode).toBe(404);
  expect(await seen(at('puya', 'day_care_staff'), 'day_care')).toEqual([]);
  // Another site sees by these orders nobody: only who booked there.
  expect(await seen(at('huishan-day-care', 'site_operator'), 'till')).toEqual([personId(2)]);

  await world.service.publish(
    newEvent(MealOrderCancelledV1, personId(3), {
      orderId: cancelled,
      personId: personId(3),
      siteId: 'puya',
      serviceDate: '2026-11-18',
      mealPeriod: 'lunch',
      cause: 'customer',
      reason: null,
      cancelledAt: '2026-11-18T03:00:00.000Z',
    }),
  );
  await eventually(async () => (await seen(till, 'till')).length === 1);
  clock.set(new Date('2026-11-19T02:00:00Z'));
  expect(await seen(till, 'till')).toEqual([personId(2)]);
  clock.set(new Date('2026-11-20T02:00:00Z'));
  expect(await seen(till, 'till')).toEqual([]);
  expect((await world.get(`/v1/people/${personId(1)}`, till)).statusCode).toBe(404);
  await world.service.publish(order(personId(1), '2026-11-20'));
  await eventually(async () => (await seen(till, 'till')).length === 1);
  expect(await world.sql('SELECT service_on FROM person_order')).toHaveLength(1);
});
