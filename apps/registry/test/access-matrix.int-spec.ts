import { join } from 'node:path';
import { FixedClock } from '@doorstep/kernel';
import type { MatrixRow } from '@doorstep/testing';
import { routesOf, wrongObjects, wrongRoles } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DAY_CARE, elder, fact, fileOf, lives, PUYA } from './support/city.mother.js';
import { ROWS } from './support/matrix-rows.js';
import type { Things } from './support/matrix-things.js';
import { thingsOf } from './support/matrix-things.js';
import { RegistryWorld } from './support/registry-world.js';

const ROUTES = routesOf(join(import.meta.dirname, '../openapi.json')).map((route) => [route.operation, route] as const);

describe('who may do what with whose', () => {
  let world: RegistryWorld;
  let mine: Things;
  let foreign: Things;

  beforeAll(async () => {
    world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
    await world.withCity();
    const people = [1, 2].map((number) => elder(number, { name: number === 1 ? '演示老甲' : '演示老乙' }));
    const born = [1, 2].map((number) => fact(number, 'birth', '1941-03-01'));
    // Registered twice: the third file is that of the first person, the fourth that of the second.
    const again = [elder(3), elder(4), lives(3, 'daoyi', '2000-01-01'), lives(4, 'huishan', '2000-01-01')];
    await world.import(fileOf(...again));
    await world.import(fileOf(...people, ...born, lives(1, 'daoyi', '2000-01-01'), lives(2, 'huishan', '2000-01-01')));
    mine = await thingsOf(world, 1, { name: '演示老甲', siteId: PUYA.code ?? '', area: 'daoyi' });
    foreign = await thingsOf(world, 2, { name: '演示老乙', siteId: DAY_CARE.code ?? '', area: 'huishan' });
  });
  afterAll(() => world.close());

  it('is said for every route', () => {
    expect(Object.keys(ROWS).sort()).toEqual(ROUTES.map(([operation]) => operation).sort());
  });

  it.each(ROUTES)('%s: role by role', async (_name, route) => {
    expect(await wrongRoles(world.service, route)).toEqual([]);
  });

  it.each(ROUTES)('%s: own and foreign', async (name, route) => {
    expect(await wrongObjects(world.service, route, ROWS[name] as MatrixRow<Things>, { mine, foreign })).toEqual([]);
  });
});
