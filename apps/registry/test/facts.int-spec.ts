import type { FactView } from '@doorstep/contracts';
import { PersonFactRecordedV1, PersonFactRetractedV1 } from '@doorstep/contracts';
import { addDays, FixedClock, localDate } from '@doorstep/kernel';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const wang = personId(1);
const factsOf = `/v1/people/${wang}/facts`;
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1), fact(1, 'birth', '1941-03-01'), lives(1, 'daoyi', '2000-01-01'), elder(2)));
});
beforeEach(() => clock.advance(60_000));
afterAll(() => world.close());

const dibao = (validFrom: string, validTo?: string) => ({
  fact: { kind: 'category', category: 'dibao' },
  validFrom,
  ...(validTo !== undefined && { validTo }),
});

const recorded = async (body: object): Promise<FactView> => {
  const answer = await world.post(factsOf, body);
  expect([answer.statusCode, answer.body]).toEqual([201, expect.any(String)]);
  return answer.json<FactView>();
};
const listed = async (query = ''): Promise<FactView[]> =>
  (await world.get(factsOf + query)).json<{ items: FactView[] }>().items;
const categoriesListed = async (query = '') =>
  (await listed(query))
    .filter(({ fact: { kind } }) => kind === 'category')
    .map(({ validFrom, validTo }) => [validFrom, validTo]);

describe('facts of a person', () => {
  it('are believed at the time they were recorded, about the time they are valid', async () => {
    const before = clock.now().toISOString();
    clock.advance(1_000);
    const first = await recorded({ ...dibao('2025-01-01'), source: 'DB-2025/3' });
    const afterFirst = clock.now().toISOString();
    clock.advance(86_400_000);
    const second = await recorded({ ...dibao('2025-01-01', '2026-07-01'), replacesFactId: first.factId });

    expect(await categoriesListed()).toEqual([['2025-01-01', '2026-07-01']]);
    expect(await categoriesListed(`?recordedAsOf=${before}`)).toEqual([]);
    expect(await categoriesListed(`?recordedAsOf=${afterFirst}`)).toEqual([['2025-01-01', null]]);
    expect(await categoriesListed('?asOf=2026-06-30')).toHaveLength(1);
    expect(await categoriesListed('?asOf=2026-07-01')).toEqual([]);
    expect(await categoriesListed(`?asOf=2026-07-01&recordedAsOf=${afterFirst}`)).toHaveLength(1);
    expect(
      await categoriesListed(`?asOf=2026-07-01&recordedAsOf=${encodeURIComponent('2026-11-18T10:01:01+08:00')}`),
    ).toHaveLength(1);

    const [old] = (await listed(`?recordedAsOf=${afterFirst}`)).filter((each) => each.factId === first.factId);
    expect(old).toMatchObject({
      endedBy: 'replaced',
      endedAt: second.recordedAt,
      source: 'DB-2025/3',
      recordedBy: 'staff:clerk-1',
    });
    const [event] = await world.heard(PersonFactRecordedV1, 1, ({ data }) => data.factId === second.factId);
    expect(event?.data).toMatchObject({ replacesFactId: first.factId, validFrom: '2025-01-01', validTo: '2026-07-01' });
    expect([event?.key, event?.subject, event?.actor]).toEqual([wang, wang, 'staff:clerk-1']);
  });

  it('are retracted when they were wrong, and stay as they were recorded', async () => {
    const stay = await recorded({ fact: { kind: 'stay', stay: 'hospital' }, validFrom: '2026-10-01' });
    clock.advance(60_000);
    const url = `${factsOf}/${stay.factId}/retraction`;
    const answer = await world.post(url, { reason: 'wrong_person', source: 'letter/7' }, { key: 'retract' });
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({ factId: stay.factId, endedBy: 'retracted', reason: 'wrong_person' });
    expect((await listed()).some((each) => each.factId === stay.factId)).toBe(false);
    expect((await listed(`?recordedAsOf=${stay.recordedAt}`)).some((each) => each.factId === stay.factId)).toBe(true);

    const replay = await world.post(url, { reason: 'wrong_person', source: 'letter/7' }, { key: 'retract' });
    expect([replay.statusCode, replay.body]).toEqual([201, answer.body]);
    const again = await world.post(url, { reason: 'wrong_person' });
    expect([again.statusCode, again.json<{ code: string }>().code]).toEqual([409, 'PERSON_FACT.NOT_BELIEVED']);
    const events = await world.heard(PersonFactRetractedV1);
    expect(events.map(({ key, data }) => [key, data.factId, data.reason])).toEqual([
      [wang, stay.factId, 'wrong_person'],
    ]);
  });

  it('are recorded once for one key, whatever goes wrong on the way', async () => {
    const body = { fact: { kind: 'ability_level', level: 2 }, validFrom: '2026-01-01' };
    const answers = await Promise.all([1, 2, 3].map(() => world.post(factsOf, body, { key: 'level' })));
    const ids = new Set(
      answers.filter(({ statusCode }) => statusCode === 201).map((answer) => answer.json<FactView>().factId),
    );
    expect(ids.size).toBe(1);
    expect(answers.every(({ statusCode }) => statusCode === 201 || statusCode === 409)).toBe(true);
    const other = await world.post(factsOf, { ...body, validFrom: '2026-02-01' }, { key: 'level' });
    expect([other.statusCode, other.json<{ code: string }>().code]).toEqual([422, 'IDEMPOTENCY.KEY_REUSED']);
  });

  it('are never changed in the database, not even by its owner', async () => {
    await expect(world.sql(`UPDATE person_fact SET valid_from = '2000-01-01'`)).rejects.toThrow('append-only');
    await expect(world.sql('DELETE FROM person_fact')).rejects.toThrow('append-only');
    await expect(world.sql('TRUNCATE person_fact CASCADE')).rejects.toThrow('append-only');
  });
});

describe('a fact that cannot be', () => {
  it.each<[string, object, number, string]>([
    ['a second birth', { fact: { kind: 'birth', bornOn: '1942-01-01' } }, 409, 'PERSON_FACT.ALREADY_KNOWN'],
    ['a birth in the future', { fact: { kind: 'birth', bornOn: '2027-01-01' } }, 409, 'PERSON_FACT.ALREADY_KNOWN'],
    ['a death in another millennium', { fact: { kind: 'death', diedOn: '2999-01-01' } }, 422, 'HTTP.VALIDATION'],
    ['a death next month', { fact: { kind: 'death', diedOn: '2026-12-31' } }, 422, 'PERSON_FACT.DEATH_IN_FUTURE'],
    ['a death before birth', { fact: { kind: 'death', diedOn: '1941-02-28' } }, 422, 'PERSON_FACT.DIED_BEFORE_BORN'],
    ['an interval upside down', dibao('2026-08-01', '2026-07-01'), 422, 'PERSON_FACT.INTERVAL_UPSIDE_DOWN'],
    [
      'a second home',
      { fact: { kind: 'residence', place: { city: 'fushun', district: 'x' } }, validFrom: '2020-01-01' },
      422,
      'PERSON_FACT.TWO_RESIDENCES',
    ],
    [
      'a home nowhere',
      { fact: { kind: 'residence', place: { city: 'shenyang', district: 'x' } }, validFrom: '2020-01-01' },
      422,
      'PERSON_FACT.AREA_UNKNOWN',
    ],
    ['a level of five', { fact: { kind: 'ability_level', level: 5 }, validFrom: '2026-01-01' }, 422, 'HTTP.VALIDATION'],
    ['no beginning', { fact: { kind: 'category', category: 'tekun' } }, 422, 'PERSON_FACT.VALID_FROM_REQUIRED'],
    [
      'in place of an unknown fact',
      { ...dibao('2010-01-01', '2011-01-01'), replacesFactId: personId(9) },
      409,
      'PERSON_FACT.NOT_BELIEVED',
    ],
  ])('%s is refused and changes nothing', async (_name, body, status, code) => {
    const before = await world.counts();
    const answer = await world.post(factsOf, body);
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([status, code]);
    expect(await world.counts()).toEqual(before);
  });

  it('does not take the place of one of another kind', async () => {
    const [birth] = (await listed()).filter((each) => each.fact.kind === 'birth');
    const answer = await world.post(factsOf, { ...dibao('2010-01-01', '2011-01-01'), replacesFactId: birth?.factId });
    expect(answer.json<{ code: string }>().code).toBe('PERSON_FACT.REPLACES_OTHER_KIND');
  });

  it('is not retracted through another person', async () => {
    const [birth] = await listed();
    const answer = await world.post(`/v1/people/${personId(2)}/facts/${birth?.factId}/retraction`, { reason: 'error' });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([404, 'PERSON_FACT.NOT_FOUND']);
  });
});

describe('a request at the wrong moment', () => {
  const stay = (validFrom: string) => {
    const fact = { kind: 'stay', stay: 'hospital' };
    return { fact, validFrom, validTo: addDays(localDate(validFrom), 7) };
  };
  const other = `/v1/people/${personId(2)}/facts`;
  const codeOf = async (answer: ReturnType<RegistryWorld['post']>): Promise<[number, string]> => {
    const { statusCode, body } = await answer;
    return [statusCode, (JSON.parse(body) as { code: string }).code];
  };
  const retract = (factId: string, key: string, reason = 'error') =>
    world.post(`${factsOf}/${factId}/retraction`, { reason }, { key });

  it('is refused when its key was used for another retraction or another person', async () => {
    const [first, second] = [await recorded(stay('2025-02-01')), await recorded(stay('2025-03-01'))];
    expect((await retract(first.factId, 'once')).statusCode).toBe(201);
    expect((await world.post(factsOf, stay('2025-04-01'), { key: 'stay' })).statusCode).toBe(201);
    const before = await world.counts();
    const reused = [422, 'IDEMPOTENCY.KEY_REUSED'];
    expect(await codeOf(retract(second.factId, 'once'))).toEqual(reused);
    expect(await codeOf(retract(first.factId, 'once', 'wrong_person'))).toEqual(reused);
    expect(await codeOf(world.post(other, stay('2025-04-01'), { key: 'stay' }))).toEqual(reused);
    expect(await world.counts()).toEqual(before);
  });

  it('is refused when what it is about is not believed any more, or of somebody else', async () => {
    const old = await recorded(stay('2024-02-01'));
    const present = await recorded({ ...stay('2024-02-02'), replacesFactId: old.factId });
    const before = await world.counts();
    const gone = [409, 'PERSON_FACT.NOT_BELIEVED'];
    expect(await codeOf(retract(old.factId, 'late'))).toEqual(gone);
    const again = { ...stay('2024-02-03'), replacesFactId: old.factId };
    expect(await codeOf(world.post(factsOf, again))).toEqual(gone);
    expect(await codeOf(world.post(other, { ...again, replacesFactId: present.factId }))).toEqual(gone);
    expect(await world.counts()).toEqual(before);
  });

  it('is refused when another came first', async () => {
    const { factId } = await recorded(stay('2023-02-01'));
    const answers = await Promise.all(['a', 'b', 'c'].map((key) => retract(factId, `race-${key}`)));
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409, 409]);
    expect(await world.heard(PersonFactRetractedV1, 1, ({ data }) => data.factId === factId)).toHaveLength(1);
  });
});
