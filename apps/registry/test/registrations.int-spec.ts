import type { Actor } from '@doorstep/auth';
import type { FactView, QuickRegistered, UnverifiedPage } from '@doorstep/contracts';
import { PeopleLookedUpV1, PersonFactRecordedV1, PersonRegisteredV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const NUMBER = '000000195001010018';
const TILL: Partial<Actor> = { subject: 'op-puya', roles: ['site_operator'], scope: { sites: ['puya'] } };
const MANAGER: Partial<Actor> = { subject: 'boss', roles: ['site_manager'], scope: { sites: ['huishan-day-care'] } };
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock, { QUICK_REGISTRATIONS_PER_DAY: '12' });
  await world.withCity();
  await world.import(fileOf(elder(1, { id_number: NUMBER }), lives(1, 'daoyi', '2000-01-01')));
});
afterAll(() => world.close());

const register = (body: object, as = TILL, key?: string) =>
  world.post('/v1/quick-registrations', { siteId: 'puya', ...body }, { as, ...(key !== undefined && { key }) });
const codeOf = async (answer: ReturnType<typeof register>): Promise<[number, string]> => {
  const { statusCode, body } = await answer;
  return [statusCode, (JSON.parse(body) as { code: string }).code];
};

describe('a first-time visitor at a till', () => {
  it('is somebody from now on, waits to be checked, and is seen there as a till sees people', async () => {
    const answer = await register(
      { name: '演示新客', idNumber: '000000194503020022', phone: '13800009999' },
      TILL,
      'first',
    );
    const { personId: id, registered } = answer.json<QuickRegistered>();
    expect([answer.statusCode, registered]).toEqual([201, true]);
    expect(
      (
        await register({ name: '演示新客', idNumber: '000000194503020022', phone: '13800009999' }, TILL, 'first')
      ).json(),
    ).toEqual({
      personId: id,
      registered: true,
    });
    expect((await world.get(`/v1/people/${id}`, TILL)).json()).toMatchObject({
      name: { visible: 'masked', value: '演**客' },
      idNumber: { visible: 'hidden', value: null },
    });
    const facts = (await world.get(`/v1/people/${id}/facts`)).json<{ items: FactView[] }>().items;
    expect(facts.map(({ fact, source }) => [fact, source])).toEqual([
      [{ kind: 'birth', bornOn: '1945-03-02' }, 'till/puya'],
      [{ kind: 'application', for: 'identity', appliedOn: '2026-11-18' }, 'till/puya'],
    ]);
    expect((await world.heard(PersonRegisteredV1, 1, ({ key }) => key === id))[0]?.actor).toBe('staff:op-puya');
    expect(await world.heard(PersonFactRecordedV1, 2, ({ key }) => key === id)).toHaveLength(2);
    const bytes = Buffer.concat((await world.service.events()).map((event) => event.bytes)).toString('utf8');
    expect(bytes).not.toMatch(/演示新客|13800009999|000000194503020022/);
  });

  it.each<[string, object, [number, string | null]]>([
    ['nothing to know an age by', { name: '演示' }, [422, null]],
    [
      'a birth date beside another one in the number',
      { name: '演示', bornOn: '1950-01-02', idNumber: NUMBER },
      [422, 'REGISTRATION.BIRTH_MISMATCH'],
    ],
    ['a number that holds no date', { name: '演示', idNumber: 'P1234567' }, [422, 'REGISTRATION.BIRTH_REQUIRED']],
    [
      'a number with a day that is none',
      { name: '演示', idNumber: '000000195013010018' },
      [422, 'REGISTRATION.BIRTH_MISMATCH'],
    ],
    ['a birth in the future', { name: '演示', bornOn: '2027-01-01' }, [422, 'PERSON_FACT.BIRTH_IN_FUTURE']],
    ['a formula for a name', { name: '=1+1', bornOn: '1950-01-01' }, [422, null]],
    ['a name that runs the other way', { name: '演\u202E示', bornOn: '1950-01-01' }, [422, null]],
    ['an amount of one’s own', { name: '演示', bornOn: '1950-01-01', verified: true }, [422, null]],
    ['another site', { siteId: 'huishan-day-care', name: '演示', bornOn: '1950-01-01' }, [404, 'SITE.NOT_FOUND']],
  ])('is not registered with %s', async (_name, body, [status, code]) => {
    const before = await world.counts();
    expect(await codeOf(register(body))).toEqual([status, code ?? expect.any(String)]);
    expect(await world.counts()).toEqual(before);
  });

  it('who is known by the number and name is the one who is known, and nothing more is told', async () => {
    const answer = await register({ name: ' 演示老人001', idNumber: NUMBER });
    expect(answer.json()).toEqual({ personId: personId(1), registered: false });
    expect((await world.get(`/v1/people/${personId(1)}`, TILL)).statusCode).toBe(404);
    expect(await codeOf(register({ name: '别人', idNumber: NUMBER }))).toEqual([409, 'REGISTRATION.OTHER_NAME']);
    const looks = await world.heard(PeopleLookedUpV1, 2, ({ data }) => data.purpose === 'registration');
    expect(looks.map(({ actor, data }) => [actor, data.personIds])).toEqual([
      [`staff:${TILL.subject}`, [personId(1)]],
      [`staff:${TILL.subject}`, [personId(1)]],
    ]);
  });

  it('is one person, however many tills register the same number at once', async () => {
    const body = { name: '演示双', idNumber: '000000194001010033' };
    const answers = await Promise.all([1, 2, 3].map(() => register(body)));
    const people = answers.map((answer) => answer.json<QuickRegistered>());
    expect(new Set(people.map((each) => each.personId)).size).toBe(1);
    expect(people.filter((each) => each.registered)).toHaveLength(1);
  });

  it('comes up to a limit a day and site, tries that led to nothing included', async () => {
    const [{ tries }] = (await world.sql<{ tries: number }>(
      `SELECT count(*)::int AS tries FROM quick_registration WHERE site_id = 'puya'`,
    )) as [{ tries: number }];
    for (let left = 12 - tries; left > 0; left--) await register({ name: '演示', bornOn: '1950-01-01' });
    expect(await codeOf(register({ name: '演示', bornOn: '1950-01-01' }))).toEqual([409, 'REGISTRATION.TOO_MANY']);
    const elsewhere = await register({ siteId: 'huishan-day-care', name: '演示', bornOn: '1950-01-01' }, MANAGER);
    expect(elsewhere.statusCode).toBe(201);
    clock.set(new Date('2026-11-19T02:00:00Z'));
    expect((await register({ name: '演示', bornOn: '1950-01-01' })).statusCode).toBe(201);
    clock.set(new Date('2026-11-18T02:00:00Z'));
  });
});

describe('the check', () => {
  it('is a list for clerks, and ends the waiting from the registration on or from a later day', async () => {
    const page = (await world.get('/v1/unverified-people?limit=2')).json<UnverifiedPage>();
    expect([page.items.length, page.next]).toEqual([2, expect.any(String)]);
    const [first, second] = page.items;
    const verify = (id: string | undefined, body: object = {}) =>
      world.post(`/v1/people/${String(id)}/verification`, body);
    expect((await verify(first?.personId, { source: 'ID-seen/1' })).json<FactView>()).toMatchObject({
      fact: { kind: 'application', for: 'identity', appliedOn: '2026-11-18', approvedOn: '2026-11-18' },
      replacesFactId: first?.factId,
      source: 'ID-seen/1',
    });
    expect((await verify(first?.personId)).json<{ code: string }>().code).toBe('REGISTRATION.NOT_WAITING');
    const early = await verify(second?.personId, { effectiveOn: '2026-11-01' });
    expect(early.json<{ code: string }>().code).toBe('PERSON_FACT.APPLICATION_ORDER');
    const later = await verify(second?.personId, { effectiveOn: '2026-11-20' });
    expect(later.json<FactView>().fact).toMatchObject({ approvedOn: '2026-11-20' });
    const left = (await world.get('/v1/unverified-people?limit=200')).json<UnverifiedPage>().items;
    expect(left.map((each) => each.factId)).not.toEqual(expect.arrayContaining([first?.factId]));
    expect(left.map((each) => each.factId)).not.toEqual(expect.arrayContaining([second?.factId]));
    const replacing = await world.heard(PersonFactRecordedV1, 2, ({ data }) => data.replacesFactId !== undefined);
    expect(replacing.map(({ data }) => data.replacesFactId)).toEqual(
      expect.arrayContaining([first?.factId, second?.factId]),
    );
  });

  it('is nobody’s who only works at a till, and of nobody out of reach', async () => {
    const [person] = (await world.get('/v1/unverified-people')).json<UnverifiedPage>().items;
    const url = `/v1/people/${String(person?.personId)}/verification`;
    expect((await world.post(url, {}, { as: TILL })).statusCode).toBe(403);
    const worker: Partial<Actor> = { roles: ['community_worker'], scope: { areas: ['daoyi'] } };
    expect((await world.post(url, {}, { as: worker })).statusCode).toBe(404);
    expect((await world.get('/v1/unverified-people', worker)).json<UnverifiedPage>().items).toEqual([]);
  });

  it('cannot be applied for like a scheme', async () => {
    const draft = await world.post(`/v1/people/${personId(1)}/applications`, { scheme: 'identity' });
    expect(draft.statusCode).toBe(422);
  });
});
