import type { DuplicatePage, DuplicateView } from '@doorstep/contracts';
import { PeopleLookedUpV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Cells } from './support/city.mother.js';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

let world: RegistryWorld;

const someone = (number: number, name: string, bornOn: string, town: string, more: Cells = {}): Cells[] => [
  elder(number, { name, ...more }),
  fact(number, 'birth', bornOn),
  lives(number, town, '2000-01-01'),
];

beforeAll(async () => {
  world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
  await world.withCity();
  const number = '000000194103010015';
  await world.import(
    fileOf(
      ...someone(1, '演示甲', '1941-03-01', 'daoyi', { id_number: number }),
      ...someone(2, '演示乙', '1950-01-01', 'huishan', { id_number: number }),
      ...someone(3, '演示丙', '1945-05-05', 'daoyi'),
      ...someone(4, '演示 丙', '1945-05-05', 'daoyi', { id_number: '000000194505050016' }),
      // Another area, another day of birth, and another number: three more people of this name.
      ...someone(5, '演示丙', '1945-05-05', 'huishan'),
      ...someone(6, '演示丙', '1945-05-06', 'daoyi'),
      ...someone(7, '演示丙', '1945-05-05', 'daoyi', { id_number: '000000194505050024' }),
    ),
  );
});
afterAll(() => world.close());

const pair = (one: number, other: number, reason: DuplicateView['reason']): DuplicateView => ({
  personId: personId(one),
  otherPersonId: personId(other),
  reason,
});

it('people who were registered twice are found page by page, each pair once, and nobody is named', async () => {
  const found: DuplicateView[] = [];
  let pages = 0;
  for (let next: string | null = ''; next !== null; pages++) {
    const url: string = `/v1/duplicates?limit=2${next === '' ? '' : `&cursor=${next}`}`;
    const answer = await world.get(url);
    expect([answer.statusCode, answer.body]).toEqual([200, expect.not.stringMatching(/演示|0000001945/)]);
    const page: DuplicatePage = answer.json<DuplicatePage>();
    found.push(...page.items);
    next = page.next;
  }
  expect(pages).toBe(4);
  // Which entries were opened, of each portion and of those who might be the same, and by whom is on record.
  const looks = await world.heard(PeopleLookedUpV1, 4, ({ data }) => data.purpose === 'duplicates');
  expect(looks.map(({ actor, data }) => [actor, data.personIds.length])).toEqual(
    [2, 5, 5, 5].map((n) => ['staff:clerk-1', n]),
  );
  expect(found).toEqual([
    pair(1, 2, 'same_id_number'),
    pair(3, 4, 'same_name_birth_area'),
    pair(3, 7, 'same_name_birth_area'),
  ]);
});

it('is for clerks of the whole city', async () => {
  const worker = { roles: ['community_worker' as const], scope: { all: true } };
  expect((await world.get('/v1/duplicates', worker)).statusCode).toBe(403);
  const part = { roles: ['civil_affairs_clerk' as const], scope: { areas: ['daoyi'] } };
  expect((await world.get('/v1/duplicates', part)).statusCode).toBe(403);
});
