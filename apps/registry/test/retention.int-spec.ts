import type { RetentionReport } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { elder, fileOf, personId } from './support/city.mother.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const admin = { subject: 'admin-1', roles: ['administrator' as const], scope: { all: true } };
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1)));
}, 60_000);
afterAll(() => world.close());

const putDiet = (texture: string) =>
  world.service.inject({
    method: 'PUT',
    url: `/v1/people/${personId(1)}/diet`,
    payload: { diet: { allergies: [], texture, lowSalt: false, lowSugar: false, faith: 'none' } },
    as: CLERK,
  });

it('what was kept for its time goes, once a day, and a report without persons says how much', async () => {
  await putDiet('regular');
  clock.advance(1_000);
  await putDiet('soft');
  await world.sql(`INSERT INTO person_site VALUES ($1, 'puya', '2026-11-18'), ($1, 'huishan-day-care', '2025-01-01')`, [
    personId(1),
  ]);
  const run = async () => (await world.post('/v1/retention-runs', {}, { as: admin })).json<RetentionReport>().items;
  expect(await run()).toMatchObject([{ runOn: '2026-11-18', visits: 1, notes: 0 }]);
  expect(await run()).toHaveLength(1);
  clock.advance(4 * 365 * 86_400_000);
  expect(await run()).toMatchObject([
    { runOn: '2030-11-17', visits: 1, notes: 1 },
    { runOn: '2026-11-18', visits: 1, notes: 0 },
  ]);
  expect(await world.sql('SELECT kind FROM vault.sealed_note')).toEqual([{ kind: 'diet' }]);
  expect((await world.get('/v1/retention-runs', { ...admin, roles: ['auditor'] })).statusCode).toBe(200);
  expect((await world.post('/v1/retention-runs', {}, { as: CLERK })).statusCode).toBe(403);
});
