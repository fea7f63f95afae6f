import type { Actor } from '@doorstep/auth';
import type { ErasureView, IssuedCard, PersonExport } from '@doorstep/contracts';
import { DataExportedV1, PersonErasedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

const OTHER: Partial<Actor> = { subject: 'clerk-2', roles: ['civil_affairs_clerk'], scope: { all: true } };
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(new FixedClock(new Date('2026-11-18T02:00:00Z')));
  await world.withCity();
});
afterAll(() => world.close());

const ask = (person: string) => world.post(`/v1/people/${person}/erasure`, { ground: 'own_wish' });
const decide = (id: string, decision: string, as: Partial<Actor> = OTHER) =>
  world.post(`/v1/erasures/${id}/decision`, { decision }, { as });

/** Merges the second into the first, by number. */
async function merge(into: number, other: number): Promise<string> {
  const version = async (number: number) =>
    (await world.get(`/v1/people/${personId(number)}/merges`)).json<{ version: number }>().version;
  const done = await world.service.inject({
    method: 'POST',
    url: `/v1/people/${personId(into)}/merges`,
    payload: { personId: personId(other), version: await version(other), reason: 'seen_in_person' },
    headers: { 'if-match': `"${await version(into)}"` },
    as: CLERK,
  });
  expect(done.statusCode).toBe(201);
  return done.json<{ mergeId: string }>().mergeId;
}

describe('a person who was registered twice', () => {
  const numbers = [11, 12, 13];
  const files = numbers.map(personId);
  const [standing = '', absorbed = ''] = files;

  it('is handed out whole, and erased whole, whichever file is asked for', async () => {
    await world.import(
      fileOf(...numbers.flatMap((n) => [elder(n), lives(n, n === 11 ? 'daoyi' : 'huishan', '2000-01-01')])),
    );
    const early = (await ask(files[2] ?? '')).json<ErasureView>();
    await merge(11, 12);
    await merge(11, 13);
    const { token } = (await world.post(`/v1/people/${absorbed}/cards`, { medium: 'card' })).json<IssuedCard>();

    // Of an area that reaches one file only.
    const part: Partial<Actor> = { ...CLERK, scope: { areas: ['daoyi'] } };
    const exported = await world.post(`/v1/people/${standing}/export`, {}, { as: part });
    expect(exported.json<PersonExport>()).toMatchObject({
      personId: standing,
      otherFiles: [
        { personId: absorbed, identity: { name: '演示老人012' }, cards: [{}] },
        { personId: files[2], identity: { name: '演示老人013' } },
      ],
    });
    expect(exported.json<PersonExport>().elsewhere).toHaveLength(9);
    const told = await world.heard(DataExportedV1, 3, ({ data }) => files.includes(data.personId));
    expect(told.map(({ data }) => data.personId)).toEqual(files);

    expect((await ask(absorbed)).json<{ code: string }>().code).toBe('ERASURE.OPEN');
    await decide(early.erasureId, 'refused');
    const asked = (
      await world.post(`/v1/people/${standing}/erasure`, { ground: 'own_wish' }, { as: part })
    ).json<ErasureView>();
    expect(asked.personIds).toEqual(files);
    const done = await decide(asked.erasureId, 'approved', { ...part, subject: 'clerk-2' });
    expect([done.statusCode, done.json<ErasureView>().personIds]).toEqual([200, files]);
    const erased = await world.heard(PersonErasedV1, 3, ({ data }) => files.includes(data.personId));
    expect(erased.map(({ key }) => key).sort()).toEqual(files);
    // Those who keep evidence go by the number, so each file has its own.
    expect(new Set(erased.map(({ data }) => data.erasureId)).size).toBe(3);
    for (const each of files) expect((await world.get(`/v1/people/${each}`)).statusCode).toBe(404);
    const left = 'SELECT person_id FROM vault.sealed_identity WHERE person_id = ANY ($1)';
    expect(await world.sql(left, [files])).toEqual([]);
    const till: Partial<Actor> = { roles: ['site_operator'], scope: { sites: ['puya'] } };
    const shown = await world.post('/v1/cards/resolve', { token, siteId: 'puya' }, { as: till });
    expect(shown.json<{ code: string }>().code).toBe('CARD.BLOCKED');
  });

  it('loses no file that was parted from it, nor one in whose request the one who decides had a hand', async () => {
    const [first, second, parted] = [21, 22, 23].map(personId) as [string, string, string];
    await world.import(fileOf(...[21, 22, 23].flatMap((n) => [elder(n), lives(n, 'daoyi', '2000-01-01')])));
    const own = await world.post(`/v1/people/${second}/erasure`, { ground: 'own_wish' }, { as: OTHER });
    const asked = (await ask(first)).json<ErasureView>();
    await merge(21, 22);
    const mergeId = await merge(21, 23);
    await world.post(`/v1/merges/${mergeId}/undoing`, { reason: 'two_people' });
    expect((await decide(asked.erasureId, 'approved')).json<{ code: string }>().code).toBe('ERASURE.OWN');
    const third = await decide(asked.erasureId, 'approved', { ...OTHER, subject: 'clerk-3' });
    expect(third.json<ErasureView>().personIds).toEqual([first, second]);
    const other = await world.get(`/v1/erasures/${own.json<ErasureView>().erasureId}`);
    expect(other.json<ErasureView>()).toMatchObject({ personId: second, decision: 'approved' });
    expect((await world.get(`/v1/people/${parted}`)).statusCode).toBe(200);
  });
});
