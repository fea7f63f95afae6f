import type { Actor } from '@doorstep/auth';
import type { IssuedCard, MergeView, PersonMerges, ResolvedCard } from '@doorstep/contracts';
import { PeopleLookedUpV1, PersonMergedV1, PersonUnmergedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

let world: RegistryWorld;
const NUMBER = '000000194103010015';
const HALF: Partial<Actor> = { subject: 'clerk-2', roles: ['civil_affairs_clerk'], scope: { areas: ['daoyi'] } };
const TILL: Partial<Actor> = { roles: ['site_operator'], scope: { sites: ['puya'] } };

beforeAll(async () => {
  world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
  await world.withCity();
  const rows = Array.from({ length: 15 }, (_, index) => index + 1).flatMap((number) => [
    elder(number, number <= 2 ? { name: '演示甲', id_number: NUMBER } : {}),
    lives(number, number === 9 ? 'huishan' : 'daoyi', '2000-01-01'),
  ]);
  await world.import(fileOf(...rows, fact(1, 'birth', '1941-03-01')));
});
afterAll(() => world.close());

const mergesOf = async (number: number): Promise<PersonMerges> =>
  (await world.get(`/v1/people/${personId(number)}/merges`)).json<PersonMerges>();

interface Wish {
  readonly as?: Partial<Actor>;
  readonly seen?: number;
  readonly body?: object;
}

/** Merges the second file into the first, as both stand now unless said otherwise. */
async function merge(into: number, other: number, { as = CLERK, seen, body }: Wish = {}) {
  const versions = [seen ?? (await mergesOf(into)).version, (await mergesOf(other)).version];
  return world.service.inject({
    method: 'POST',
    url: `/v1/people/${personId(into)}/merges`,
    payload: { personId: personId(other), version: versions[1] ?? 0, reason: 'seen_in_person', ...body },
    headers: { 'if-match': `"${versions[0]}"` },
    as,
  });
}
const undo = (mergeId: string, as = CLERK) =>
  world.post(`/v1/merges/${mergeId}/undoing`, { reason: 'two_people' }, { as });
const codeOf = (answer: { statusCode: number; json: <T>() => T }): [number, string] => [
  answer.statusCode,
  answer.json<{ code: string }>().code,
];
const duplicates = async (): Promise<unknown[]> =>
  (await world.get('/v1/duplicates')).json<{ items: unknown[] }>().items;

describe('a person who was registered twice', () => {
  let done: MergeView;
  let card: IssuedCard;

  it('becomes one: both files stay, one of them stands for the person, and everybody who follows people is told', async () => {
    card = (await world.post(`/v1/people/${personId(2)}/cards`, { medium: 'card' })).json<IssuedCard>();
    expect(await duplicates()).toHaveLength(1);
    const answer = await merge(1, 2, { body: { reason: 'same_id_number' } });
    expect(answer.statusCode).toBe(201);
    done = answer.json<MergeView>();
    expect(done).toMatchObject({ personId: personId(2), intoPersonId: personId(1), mergedBy: 'staff:clerk-1' });
    const [event] = await world.heard(PersonMergedV1);
    const { mergeId, personId: absorbed } = done;
    expect([event?.key, event?.actor, event?.data]).toMatchObject([
      absorbed,
      'staff:clerk-1',
      { mergeId, personId: absorbed, intoPersonId: personId(1), mergedOn: '2026-11-18', reason: 'same_id_number' },
    ]);
    expect(await mergesOf(2)).toMatchObject({ mergedInto: personId(1), merges: [{ mergeId, undoneAt: null }] });
    expect(await mergesOf(1)).toMatchObject({ mergedInto: null, merges: [{ mergeId }] });
    const view = await world.get(`/v1/people/${personId(2)}`);
    expect(view.json()).toMatchObject({ personId: personId(2), mergedInto: personId(1) });
    expect((await world.get(`/v1/people/${personId(1)}`)).json()).not.toHaveProperty('mergedInto');
    expect(await duplicates()).toEqual([]);
  });

  it('keeps every card, and each leads a till to the file that stands', async () => {
    const shown = await world.post('/v1/cards/resolve', { token: card.token, siteId: 'puya' }, { as: TILL });
    expect(shown.json<ResolvedCard>()).toMatchObject({ cardId: card.cardId, person: { personId: personId(1) } });
  });

  it('is met at a till under the file that stands', async () => {
    const visitor = { siteId: 'puya', name: '演示甲', idNumber: NUMBER };
    const known = await world.post('/v1/quick-registrations', visitor, { as: TILL });
    expect(known.json()).toMatchObject({ personId: personId(1) });
  });

  it('is two again when the merge is undone, each with what was recorded under it, also since', async () => {
    const dibao = { fact: { kind: 'category', category: 'dibao' }, validFrom: '2026-01-01' };
    expect((await world.post(`/v1/people/${personId(2)}/facts`, dibao)).statusCode).toBe(201);
    const answer = await undo(done.mergeId);
    expect(answer.json<MergeView>()).toMatchObject({ undoneBy: 'staff:clerk-1', undoneReason: 'two_people' });
    const [event] = await world.heard(PersonUnmergedV1);
    expect([event?.key, event?.data]).toMatchObject([
      personId(2),
      { personId: personId(2), fromPersonId: personId(1), mergeId: done.mergeId, reason: 'two_people' },
    ]);
    expect(await mergesOf(2)).toMatchObject({ mergedInto: null });
    const kindsOf = async (number: number) =>
      (await world.get(`/v1/people/${personId(number)}/facts`))
        .json<{ items: { fact: { kind: string } }[] }>()
        .items.map(({ fact: { kind } }) => kind)
        .sort();
    expect([await kindsOf(1), await kindsOf(2)]).toEqual([
      ['birth', 'residence'],
      ['category', 'residence'],
    ]);
    const shown = await world.post('/v1/cards/resolve', { token: card.token, siteId: 'puya' }, { as: TILL });
    expect(shown.json<ResolvedCard>().person.personId).toBe(personId(2));
    expect(await duplicates()).toHaveLength(1);
    expect(codeOf(await undo(done.mergeId))).toEqual([409, 'PERSON_MERGE.UNDONE']);
    expect((await merge(2, 1)).statusCode).toBe(201); // the other way round, after all
  });
});

describe('a merge is refused', () => {
  it('without the version that was seen, or with an old one of either file', async () => {
    const url = `/v1/people/${personId(3)}/merges`;
    const payload = { personId: personId(4), version: 1, reason: 'same_id_number' };
    expect(codeOf(await world.post(url, payload))).toEqual([428, 'HTTP.PRECONDITION_REQUIRED']);
    expect(codeOf(await merge(3, 4, { seen: 0 }))).toEqual([412, 'HTTP.PRECONDITION_FAILED']);
    expect(codeOf(await merge(3, 4, { body: { version: 0 } }))).toEqual([412, 'HTTP.PRECONDITION_FAILED']);
  });

  it.each([
    ['a reason that nobody knows', { reason: 'alike' }],
    ['no id', { personId: '演示' }],
    ['a version below nothing', { version: -1 }],
    ['words of its own', { note: '演示甲' }],
  ])('with %s', async (_what, body) => {
    expect((await merge(3, 4, { body })).statusCode).toBe(422);
  });

  it.each(['same_id_number', 'same_name_birth_area'])(
    'for %s where that is not so; that both were compared is on record',
    async (reason) => {
      const seen = (await mergesOf(3)).version;
      expect(codeOf(await merge(3, 4, { body: { reason } }))).toEqual([422, 'PERSON_MERGE.REASON_NOT_SO']);
      expect(await mergesOf(3)).toMatchObject({ version: seen, merges: [] });
      const pair = [personId(3), personId(4)];
      const looks = await world.heard(PeopleLookedUpV1, 1, ({ data }) => data.personIds.join() === pair.join());
      expect(looks[0]).toMatchObject({ actor: 'staff:clerk-1', data: { purpose: 'merge', personIds: pair } });
    },
  );

  it('with itself, and in circles', async () => {
    expect(codeOf(await merge(3, 3))).toEqual([422, 'PERSON_MERGE.SAME_FILE']);
    expect((await merge(4, 3)).statusCode).toBe(201);
    const circle = await merge(3, 4);
    expect(codeOf(circle)).toEqual([409, 'PERSON_MERGE.ABSORBED']);
    expect(circle.json()).toMatchObject({ details: { personId: personId(3), mergedInto: personId(4) } });
    expect(codeOf(await merge(5, 3))).toEqual([409, 'PERSON_MERGE.ABSORBED']);
  });

  it('with nobody, with somebody who was erased, and with somebody out of reach', async () => {
    expect((await merge(5, 99, { body: { version: 0 } })).statusCode).toBe(404);
    const asked = await world.post(`/v1/people/${personId(8)}/erasure`, { ground: 'own_wish' });
    const url = `/v1/erasures/${asked.json<{ erasureId: string }>().erasureId}/decision`;
    await world.post(url, { decision: 'approved' }, { as: { ...CLERK, subject: 'clerk-3' } });
    expect(codeOf(await merge(5, 8, { body: { version: 0 } }))).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(codeOf(await merge(5, 9, { as: HALF }))).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(codeOf(await merge(9, 5, { as: HALF }))).toEqual([404, 'PERSON.NOT_FOUND']);
  });

  it('to other roles; and nobody undoes one of people out of reach', async () => {
    const worker: Partial<Actor> = { roles: ['community_worker'], scope: { areas: ['daoyi'] } };
    expect((await merge(5, 6, { as: worker })).statusCode).toBe(403);
    const { mergeId } = (await merge(9, 5)).json<MergeView>();
    expect((await undo(mergeId, HALF)).statusCode).toBe(404);
    expect((await undo(mergeId, worker as typeof CLERK)).statusCode).toBe(403);
    expect((await undo(mergeId)).statusCode).toBe(200);
  });
});

it('files follow in a chain, each link is undone by itself, and there is an end to them', async () => {
  const first = (await merge(6, 5)).json<MergeView>();
  await merge(7, 6);
  expect(await mergesOf(5)).toMatchObject({ mergedInto: personId(7) });
  for (const other of [10, 11, 12, 13, 14]) expect((await merge(7, other)).statusCode).toBe(201);
  expect(codeOf(await merge(7, 15))).toEqual([409, 'PERSON_MERGE.TOO_MANY']);
  expect((await undo(first.mergeId)).statusCode).toBe(200);
  expect([(await mergesOf(5)).mergedInto, (await mergesOf(6)).mergedInto]).toEqual([null, personId(7)]);
  expect((await merge(7, 15)).statusCode).toBe(201);
});

it('of two merges at once one wins, whichever way they go', async () => {
  // 1 stands in 2, 3 in 4: both pairs are joined crosswise at the same moment.
  const answers = await Promise.all([merge(2, 4), merge(4, 2), merge(2, 4)]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 412, 412]);
  const stands = await Promise.all([2, 4].map(mergesOf));
  expect(stands.filter(({ mergedInto }) => mergedInto === null)).toHaveLength(1);
});
