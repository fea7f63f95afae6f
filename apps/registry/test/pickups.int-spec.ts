import type { PickupView } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/testing';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { codeOf, relative, WORKER } from './support/family.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const mother = personId(1);
const url = `/v1/people/${mother}/pickup-persons`;
const body = { name: '演示接送人', phone: '00090000001', relation: 'neighbour', to: '2027-01-01' };
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
  await world.withCity();
  await world.import(fileOf(elder(1), lives(1, 'daoyi', '2000-01-01')));
});
afterAll(() => world.close());

it('somebody without an account may take an elder home; the name lies sealed, and a look at it is told', async () => {
  const daughter = relative('daughter', [mother]);
  const made = await world.post(url, body, { as: daughter });
  expect([made.statusCode, made.json()]).toEqual([201, expect.objectContaining({ ...body, from: '2026-11-18' })]);
  const { pickupId } = made.json<PickupView>();
  const listed = (await world.get(url, WORKER)).json<{ items: PickupView[] }>().items;
  expect(listed.map(({ name }) => name)).toEqual([body.name]);
  await world.heard(PersonViewedV1, 1, ({ data }) => data.purpose === 'pickup');
  const [row] = await world.sql<{ row: string }>('SELECT p::text AS row FROM vault.pickup_person p');
  expect(row?.row).not.toMatch(new RegExp(`${Buffer.from(body.name).toString('hex')}|${body.phone}`));
  expect((await world.post(`${url}/${pickupId}/end`, {}, { as: WORKER })).statusCode).toBe(204);
  expect(codeOf(await world.post(`${url}/${pickupId}/end`, {}, { as: WORKER }))).toEqual([
    404,
    'FAMILY.PICKUP_NOT_FOUND',
  ]);
});

it.each<[string, object, number]>([
  ['with a name that turns the direction of writing', { ...body, name: '张\u202e三' }, 422],
  ['with a formula for a name', { ...body, name: '=1+1' }, 422],
  ['with digits for a name', { ...body, name: '123' }, 422],
  ['with a phone that is none', { ...body, phone: '12ab' }, 422],
  ['that is over before it begins', { ...body, to: '2026-11-18' }, 422],
])('%s is refused', async (_name, wrong, status) => {
  expect((await world.post(url, wrong, { as: WORKER })).statusCode).toBe(status);
});

it('strangers neither see nor name anybody', async () => {
  const stranger = relative('stranger', [personId(2)]);
  expect(codeOf(await world.get(url, stranger))).toEqual([404, 'PERSON.NOT_FOUND']);
  expect(codeOf(await world.post(url, body, { as: stranger }))).toEqual([404, 'PERSON.NOT_FOUND']);
});

it('they are forgotten with the elder', async () => {
  await world.post(url, body, { as: WORKER });
  await world.sql('UPDATE person SET erased_at = now() WHERE person_id = $1', [mother]);
  expect(await world.sql('SELECT 1 FROM vault.pickup_person')).toEqual([]);
});
