import { expect, it } from '@jest/globals';
import type { Actor } from '../src/index.js';
import { AreaReach, areaCodesOn, maySeePerson, reachingByArea, rolesFor } from '../src/index.js';

const worker: Actor = {
  kind: 'staff',
  subject: 'worker-1',
  roles: ['community_worker', 'day_care_staff'],
  scope: { areas: ['daoyi'], sites: ['huishan'] },
  grants: [
    { role: 'community_worker', scope: { areas: ['daoyi'] } },
    { role: 'day_care_staff', scope: { sites: ['huishan'] } },
  ],
};
const home = { city: 'shenyang', district: 'shenbei', town: 'daoyi' };

it('a place counts with all its levels on the days on which somebody is there', () => {
  const places = [
    { ...home, from: '2020-01-01', to: '2026-11-01' },
    { city: 'shenyang', district: 'shenbei', town: 'huishan', area: 'minfeng', from: '2026-11-01', to: null },
  ];
  expect(areaCodesOn(places, '2026-10-31')).toEqual(['shenyang', 'shenbei', 'daoyi']);
  expect(areaCodesOn(places, '2026-11-01')).toEqual(['shenyang', 'shenbei', 'huishan', 'minfeng']);
  expect(areaCodesOn(places, '2019-12-31')).toEqual([]);
});

it('a person is reached by the grant that has the area, and by no other role', () => {
  const reaching = reachingByArea(worker, 'p-1', ['shenyang', 'shenbei', 'daoyi']);
  expect(maySeePerson(reaching, 'p-1')).toBe(true);
  expect(rolesFor(reaching, 'p-1')).toEqual(['community_worker']);
  expect(maySeePerson(reaching, 'p-2')).toBe(false);
  expect(maySeePerson(reachingByArea(worker, 'p-1', ['huishan', 'shenbei']), 'p-1')).toBe(false);
});

it('nothing is looked up for who has no areas, or reaches the person anyway', async () => {
  const asked: string[] = [];
  class Places extends AreaReach {
    protected override areasOf(personId: string): Promise<string[]> {
      asked.push(personId);
      return Promise.resolve(personId === 'p-1' ? ['daoyi'] : []);
    }
  }
  const reach = new Places();
  const family: Actor = { kind: 'family', subject: 'f', roles: ['family'], scope: { persons: ['p-1'] } };
  const city: Actor = { kind: 'staff', subject: 'c', roles: ['hotline_agent'], scope: { all: true } };
  for (const actor of [family, city]) expect(await reach.to(actor, 'p-1')).toBe(actor);
  expect(await reach.to(worker, null)).toBe(worker);
  expect(asked).toEqual([]);
  expect(maySeePerson(await reach.to(worker, 'p-1'), 'p-1')).toBe(true);
  expect(maySeePerson(await reach.to(worker, 'p-2'), 'p-2')).toBe(false);
  expect(asked).toEqual(['p-1', 'p-2']);
});
