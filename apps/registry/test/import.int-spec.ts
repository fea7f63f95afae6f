import type { ImportView } from '@doorstep/contracts';
import { PersonFactRecordedV1, PersonRegisteredV1, SiteRecordedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cells } from './support/city.mother.js';
import { AREA_ROWS, DAY_CARE, elder, fact, fileOf, lives, personId, SITE_ROWS } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
});
afterAll(() => world.close());

const reportOf = async (answer: ReturnType<RegistryWorld['import']>): Promise<ImportView> => {
  const { statusCode, body } = await answer;
  expect([statusCode, body]).toEqual([201, expect.any(String)]);
  return JSON.parse(body) as ImportView;
};
const counts = (added: number, changed = 0, unchanged = 0) => ({ added, changed, unchanged });

describe('a city that is loaded', () => {
  it('publishes its sites whole', async () => {
    const events = await world.heard(SiteRecordedV1, 2);
    expect(events.find((event) => event.key === 'puya')?.data).toEqual({
      siteId: 'puya',
      version: 1,
      siteKind: 'canteen',
      name: '蒲雅社区一食堂',
      phone: '00000009001',
      province: 'liaoning',
      city: 'shenyang',
      district: 'shenbei',
      town: 'daoyi',
      schedule: 'puya',
      standardMealPriceFen: 1000,
      deliveryFeeFen: 200,
      mealPackId: 'cn-shenyang-shenbei',
      dayCarePackId: null,
      periods: [
        { mealPeriod: 'lunch', opensAt: '11:00', closesAt: '14:30', cutOffAt: '09:30', cutOffDayBefore: false },
        { mealPeriod: 'dinner', opensAt: '16:00', closesAt: '19:00', cutOffAt: '15:00', cutOffDayBefore: false },
      ],
      places: 0,
      active: true,
    });
  });

  it('changes nothing and publishes nothing when the same file comes again', async () => {
    const before = await world.counts();
    const report = await reportOf(world.import([...AREA_ROWS, ...SITE_ROWS].join('\n')));
    expect([report.areas, report.sites]).toEqual([counts(0, 0, 4), counts(0, 0, 2)]);
    expect(await world.counts()).toEqual(before);
  });

  it('gives a changed site its next version and keeps the one before', async () => {
    const changed: Cells = { ...DAY_CARE, places: '30', active: 'no' };
    expect((await reportOf(world.import(fileOf(changed)))).sites).toEqual(counts(0, 1));
    const versions = await world.sql(
      "SELECT version, state->>'places' AS places FROM site_version WHERE site_id = $1 ORDER BY 1",
      ['huishan-day-care'],
    );
    expect(versions).toEqual([
      { version: 1, places: '40' },
      { version: 2, places: '30' },
    ]);
    const answer = await world.get('/v1/sites/huishan-day-care');
    expect([answer.headers['etag'], answer.json<{ active: boolean }>().active]).toEqual(['"2"', false]);
    await reportOf(world.import(fileOf(DAY_CARE)));
  });
});

describe('people and their facts', () => {
  const rows = [
    elder(1),
    fact(1, 'birth', '1951-11-18'),
    lives(1, 'daoyi', '2015-01-01'),
    fact(1, 'category', 'dibao', { valid_from: '2024-01-01', source: 'DB-2024/17' }),
    elder(2, { person_id: '' }),
    fact(2, 'birth', '1940-01-01'),
    fact(2, 'ability_level', '2', { valid_from: '2026-01-01' }),
    fact(2, 'application', 'meal', { valid_from: '2026-02-01', approved_on: '2026-02-10' }),
  ];

  it('come in any order of rows, in one file', async () => {
    const report = await reportOf(world.import(fileOf(...[...rows].reverse())));
    expect(report).toMatchObject({ state: 'applied', rows: 8, people: counts(2), facts: counts(6), refused: [] });
    const stored = await world.get(`/v1/imports/${report.id}`);
    expect(stored.json()).toEqual(report);
  });

  it('are published person by person, registered first, without names', async () => {
    await world.heard(PersonFactRecordedV1, 3, (event) => event.key === personId(1));
    const events = (await world.service.events()).filter((event) => event.key === personId(1));
    expect(events.map((event) => event.type)).toEqual([
      PersonRegisteredV1.type,
      ...Array(3).fill(PersonFactRecordedV1.type),
    ]);
    const facts = events
      .slice(1)
      .map((event) => event.data as { fact: { kind: string }; validFrom: string; validTo: null });
    expect(facts.find((each) => each.fact.kind === 'category')).toMatchObject({
      personId: personId(1),
      fact: { kind: 'category', category: 'dibao' },
      validFrom: '2024-01-01',
      validTo: null,
      recordedAt: '2026-11-18T02:00:00.000Z',
    });
    expect(events[0]?.actor).toBe('staff:clerk-1');
    const bytes = Buffer.concat((await world.service.events()).map((event) => event.bytes)).toString();
    expect(bytes).not.toMatch(/演示老人|演示路|00070000001/);
  });

  it('are not doubled by the same file again', async () => {
    const before = await world.counts();
    const report = await reportOf(world.import(fileOf(...rows)));
    expect([report.people, report.facts]).toEqual([counts(0, 0, 2), counts(0, 0, 6)]);
    expect(await world.counts()).toEqual(before);
  });

  it('take what a newer list says in place of the older word', async () => {
    const newer = [
      elder(1, { phone: '00070000099' }),
      fact(1, 'birth', '1951-11-17'),
      lives(1, 'daoyi', '2015-01-01', { valid_to: '2026-06-01' }),
      lives(1, 'huishan', '2026-06-01'),
    ];
    const report = await reportOf(world.import(fileOf(...newer)));
    expect([report.people, report.facts]).toEqual([counts(0, 1), counts(1, 2)]);
    const { items } = (await world.get(`/v1/people/${personId(1)}/facts`)).json<{ items: Record<string, unknown>[] }>();
    expect(items.map((item) => [(item['fact'] as { kind: string }).kind, item['validFrom'], item['validTo']])).toEqual([
      ['birth', '1951-11-17', null],
      ['residence', '2015-01-01', '2026-06-01'],
      ['category', '2024-01-01', null],
      ['residence', '2026-06-01', null],
    ]);
    const replacing = await world.heard(PersonFactRecordedV1, 2, ({ data }) => data.replacesFactId !== undefined);
    expect(replacing.every((event) => event.key === personId(1))).toBe(true);
    const person = (await world.get(`/v1/people/${personId(1)}`)).json<{ phone: { value: string } }>();
    expect(person.phone.value).toBe('00070000099');
  });
});

describe('sending a file again', () => {
  it('with the same key answers with the same import', async () => {
    const good = fileOf(elder(70));
    const [first, again] = [
      await world.import(good, { 'idempotency-key': 'same' }),
      await world.import(good, { 'idempotency-key': 'same' }),
    ];
    expect([again.statusCode, again.body]).toEqual([201, first.body]);
  });

  it('that was refused is judged anew, even with the same key', async () => {
    const file = fileOf(lives(1, 'qingshui', '2030-01-01'));
    const refused = await world.import(file, { 'idempotency-key': 'early' });
    expect(refused.json<{ code: string }>().code).toBe('IMPORT.REFUSED');
    await world.import(
      fileOf({ record: 'area', code: 'qingshui', kind: 'town', name: '清水台街道', parent: 'shenbei' }),
    );
    await world.import(fileOf(lives(1, 'huishan', '2026-06-01', { valid_to: '2030-01-01' })));
    expect((await world.import(file, { 'idempotency-key': 'early' })).statusCode).toBe(201);
  });

  it('with the same key and another file is refused', async () => {
    const other = await world.import(fileOf(elder(71)), { 'idempotency-key': 'same' });
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
  });

  it('twice at once registers everybody once', async () => {
    const file = fileOf(...Array.from({ length: 50 }, (_, index) => elder(200 + index, { person_id: '' })));
    const answers = await Promise.all([world.import(file), world.import(file), world.import(file)]);
    const codes = answers.map((answer) => answer.statusCode);
    expect(codes.filter((code) => code === 201).length).toBeGreaterThanOrEqual(1);
    expect(codes.every((code) => code === 201 || code === 409)).toBe(true);
    const [row] = await world.sql(
      `SELECT count(*)::int AS people FROM person WHERE external_ref BETWEEN 'R-200' AND 'R-249'`,
    );
    expect(row).toEqual({ people: 50 });
  });
});

it('loads thousands of people with their facts in one file', async () => {
  const people = Array.from({ length: 2_000 }, (_, index) => 10_000 + index);
  const rows = people.flatMap((number) => [
    elder(number, { person: `L-${number}` }),
    { ...fact(number, 'birth', '1950-01-01'), person: `L-${number}` },
    { ...lives(number, 'daoyi', '2010-01-01'), person: `L-${number}` },
  ]);
  const report = await reportOf(world.import(fileOf(...rows)));
  expect([report.people, report.facts]).toEqual([counts(2_000), counts(4_000)]);
});
