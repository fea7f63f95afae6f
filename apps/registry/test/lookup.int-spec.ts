import type { Actor } from '@doorstep/auth';
import { actorWith } from '@doorstep/auth';
import type { FoundPeople, FoundPerson, IssuedCard } from '@doorstep/contracts';
import { CardBlockedV1, CardIssuedV1, PeopleLookedUpV1, PersonViewedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const [wang, li] = [personId(1), personId(2)] as const;
let world: RegistryWorld;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  const who = { id_number: '00000019500101001X' };
  await world.import(
    fileOf(
      elder(1, { name: '单演示', phone: '13800001234', ...who }),
      lives(1, 'daoyi', '2000-01-01'),
      elder(2, { name: '张某某' }),
      lives(2, 'huishan', '2000-01-01'),
    ),
  );
});
afterAll(() => world.close());

const staff = (role: Actor['roles'][number], scope: Actor['scope'], subject: string = role): Partial<Actor> => ({
  kind: 'staff',
  subject,
  roles: [role],
  scope,
});
const till = staff('site_operator', { sites: ['puya'] });
const worker = staff('community_worker', { areas: ['daoyi'] });
const nurse = staff('day_care_staff', { sites: ['huishan-day-care'] });
const family: Partial<Actor> = { kind: 'family', subject: 'daughter', roles: ['family'], scope: { persons: [wang] } };
const DIET = { allergies: ['peanut'], texture: 'soft', lowSalt: true, lowSugar: false, faith: 'halal' };

const send = async (method: 'PUT' | 'PATCH', url: string, payload: object, as: Partial<Actor>): Promise<number> =>
  (await world.service.inject({ method, url, payload, as })).statusCode;
const lookUp = async (as: Partial<Actor>, purpose: string, ids: string[] = [wang, li]): Promise<FoundPerson[]> => {
  const answer = await world.post('/v1/people/lookup', { personIds: ids, purpose }, { as });
  expect([answer.statusCode, answer.body]).toEqual([200, expect.any(String)]);
  return answer.json<FoundPeople>().items;
};
const search = async (text: string, as: Partial<Actor>): Promise<string[]> => {
  const answer = await world.post('/v1/people/search', { text, purpose: 'service' }, { as });
  expect(answer.statusCode).toBe(200);
  return answer.json<FoundPeople>().items.map((person) => person.personId);
};

describe('a card', () => {
  let card: IssuedCard;

  it('is a random token of which only the hash is kept, told to tills as a hash', async () => {
    const answer = await world.post(
      `/v1/people/${wang}/cards`,
      { medium: 'printed_code' },
      { as: worker, key: 'card' },
    );
    expect(answer.statusCode).toBe(201);
    card = answer.json<IssuedCard>();
    expect(card.token).toMatch(/^DS[0-9A-HJKMNP-TV-Z]{26}$/);
    const again = await world.post(`/v1/people/${wang}/cards`, { medium: 'printed_code' }, { as: worker, key: 'card' });
    expect(again.json()).toEqual({ ...card, token: null });
    const [event] = await world.heard(CardIssuedV1);
    expect([event?.key, event?.data.cardId]).toEqual([wang, card.cardId]);
    const [row] = await world.sql<{ text: string }>('SELECT card::text AS text FROM card');
    expect(row?.text).not.toContain(card.token);
    expect(row?.text).toContain(event?.data.cardHash);
  });

  it('opens to the till at which it is held out what a till sees, and only from then on', async () => {
    expect(await lookUp(till, 'till')).toEqual([]);
    const foreign = await world.post(
      '/v1/cards/resolve',
      { token: card.token, siteId: 'huishan-day-care' },
      { as: till },
    );
    expect(foreign.statusCode).toBe(404);
    const answer = await world.post('/v1/cards/resolve', { token: card.token, siteId: 'puya' }, { as: till });
    expect(answer.json<{ person: FoundPerson }>().person).toMatchObject({
      personId: wang,
      name: { visible: 'masked', value: '单*示' },
      phone: { visible: 'masked', value: '138****1234' },
      idNumber: { visible: 'hidden', value: null },
      address: { visible: 'hidden', value: null },
    });
    expect((await lookUp(till, 'till')).map((person) => person.personId)).toEqual([wang]);
    const viewed = await world.heard(PersonViewedV1, 1, ({ data }) => data.purpose === 'card');
    expect(viewed.map(({ actor, data }) => [actor, data.personId])).toEqual([['staff:site_operator', wang]]);
  });

  it('that is lost means nobody at once, and another one of the same person goes on', async () => {
    const other = (await world.post(`/v1/people/${wang}/cards`, { medium: 'card' }, { as: worker })).json<IssuedCard>();
    const block = `/v1/people/${wang}/cards/${card.cardId}/block`;
    expect((await world.post(block, { reason: 'lost' }, { as: worker })).statusCode).toBe(200);
    const lost = await world.post('/v1/cards/resolve', { token: card.token, siteId: 'puya' }, { as: till });
    expect([lost.statusCode, lost.json<{ code: string }>().code]).toEqual([409, 'CARD.BLOCKED']);
    expect(
      (await world.post('/v1/cards/resolve', { token: other.token, siteId: 'puya' }, { as: till })).statusCode,
    ).toBe(200);
    const [event] = await world.heard(CardBlockedV1);
    expect([event?.data.cardId, event?.data.reason]).toEqual([card.cardId, 'lost']);
    const cards = (await world.get(`/v1/people/${wang}/cards`, worker)).json<{
      items: { blockedReason: string | null }[];
    }>();
    expect(cards.items.map((each) => each.blockedReason ?? 'open').sort()).toEqual(['lost', 'open']);
  });

  it('that is guessed, foreign or no card is not found', async () => {
    const guess = await world.post('/v1/cards/resolve', { token: `DS${'0'.repeat(26)}`, siteId: 'puya' }, { as: till });
    expect([guess.statusCode, guess.json<{ code: string }>().code]).toEqual([404, 'CARD.NOT_FOUND']);
    expect((await world.post('/v1/cards/resolve', { token: '1', siteId: 'puya' }, { as: till })).statusCode).toBe(422);
    const block = `/v1/people/${li}/cards/${card.cardId}/block`;
    expect((await world.post(block, { reason: 'lost' })).statusCode).toBe(404);
    expect((await world.post(`/v1/people/${li}/cards`, { medium: 'card' }, { as: worker })).statusCode).toBe(404);
  });
});

describe('a look-up', () => {
  it('gives each role what it needs of whom it reaches, and one access event', async () => {
    expect(await send('PUT', `/v1/people/${wang}/diet`, { diet: DIET, source: 'visit/1' }, worker)).toBe(200);
    const [seen] = await lookUp(worker, 'service');
    expect(seen).toMatchObject({
      personId: wang,
      name: { value: '单演示' },
      phone: { value: '13800001234' },
      diet: DIET,
    });
    const [kitchen] = await lookUp(till, 'kitchen');
    expect(kitchen).toMatchObject({ name: { visible: 'hidden', value: null }, phone: { value: null }, diet: DIET });
    const [delivery] = await lookUp(till, 'delivery');
    expect(delivery).toMatchObject({
      name: { value: '单演示' },
      address: { value: '演示路1号' },
      idNumber: { value: null },
    });
    expect((await lookUp(family, 'family')).map((person) => person.personId)).toEqual([wang]);
    expect(await lookUp(nurse, 'day_care')).toEqual([]);
    expect((await lookUp(staff('administrator', { all: true }), 'service')).map(({ diet }) => diet)).toEqual([
      null,
      null,
    ]);
    const events = await world.heard(PeopleLookedUpV1, 1, ({ data }) => data.purpose === 'kitchen');
    expect(events.map(({ actor, data }) => [actor, data.personIds, data.askedFor])).toEqual([
      ['staff:site_operator', [wang], 2],
    ]);
  });

  it('sees each person with the role that reaches this person', async () => {
    const both = actorWith({ kind: 'staff', subject: 'two-jobs' }, [
      { role: 'site_operator', scope: { sites: ['puya'] } },
      { role: 'community_worker', scope: { areas: ['huishan'] } },
    ]);
    const seen = async (purpose: string) =>
      (await lookUp(both, purpose)).map((person) => [person.personId, person.name.visible]);
    expect([await seen('till'), await seen('service')]).toEqual([[[wang, 'masked']], [[li, 'clear']]]);
  });

  it.each<[string, Partial<Actor>, string[]]>([
    ['a till', till, ['service', 'day_care', 'family']],
    ['a family', family, ['service', 'delivery', 'kitchen']],
    ['a nurse', nurse, ['service', 'delivery']],
    ['a clerk', staff('civil_affairs_clerk', { all: true }), ['till', 'delivery', 'family']],
  ])('by %s is only for what the role is for', async (_name, as, purposes) => {
    for (const purpose of purposes) {
      const answer = await world.post('/v1/people/lookup', { personIds: [wang], purpose }, { as });
      expect([purpose, answer.statusCode, answer.json<{ code: string }>().code]).toEqual([
        purpose,
        403,
        'PERSON.PURPOSE_NOT_FOR_ROLE',
      ]);
      expect((await world.get(`/v1/people/${wang}?purpose=${purpose}`, as)).statusCode).toBe(403);
    }
  });

  it('says in its event for which roles it was answered', async () => {
    await lookUp(staff('hotline_agent', { all: true }, 'agent-7'), 'service');
    const events = await world.heard(PeopleLookedUpV1, 1, ({ actor }) => actor === 'staff:agent-7');
    expect(events[0]?.data).toMatchObject({ purpose: 'service', roles: ['hotline_agent'] });
  });

  it('takes no more than 500, and no purpose of one’s own', async () => {
    const many = Array.from({ length: 501 }, (_, index) => personId(index + 1));
    for (const body of [
      { personIds: many, purpose: 'service' },
      { personIds: [wang], purpose: 'curiosity' },
      { personIds: [], purpose: 'service' },
      { personIds: [wang], purpose: 'service', name: 'x' },
    ])
      expect((await world.post('/v1/people/lookup', body)).statusCode).toBe(422);
    expect((await lookUp(worker, 'service', many.slice(0, 500))).map((person) => person.personId)).toEqual([wang]);
    const rider = await world.post(
      '/v1/people/lookup',
      { personIds: [wang], purpose: 'delivery' },
      { as: staff('finance_maker', { all: true }) },
    );
    expect(rider.statusCode).toBe(403);
  });

  it('is printed as a roster or as labels, as text that stays text', async () => {
    await send('PATCH', `/v1/people/${wang}/contact`, { address: '<script>alert(1)</script>' }, worker);
    const rows = [{ personId: wang, text: '2 号箱 & 汤' }, { personId: li }];
    const labels = await world.post(
      '/v1/people/print',
      { kind: 'labels', purpose: 'delivery', title: '午餐 1 线', rows },
      { as: till },
    );
    expect([labels.statusCode, labels.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(labels.body).toContain('单演示');
    expect(labels.body).toContain('2 号箱 &amp; 汤');
    expect(labels.body).toContain('&lt;script&gt;');
    expect(labels.body).not.toMatch(/<script|张某某/);
    const kitchen = await world.post(
      '/v1/people/print',
      { kind: 'roster', purpose: 'kitchen', title: '厨房', rows },
      { as: till },
    );
    expect(kitchen.body).toContain(`#${wang.slice(-6)}`);
    expect(kitchen.body).toMatch(/软食 少盐 清真 忌:peanut/);
    expect(kitchen.body).not.toContain('单演示');
  });
});

describe('a search', () => {
  it.each(['syss'.slice(0, 2), 'sys', '1234', '001x', '13800001234', '00000019500101001X', '单演示'])(
    'by %s finds whom the caller reaches and nobody else',
    async (text) => {
      expect(await search(text, worker)).toContain(wang);
      expect(await search(text, { ...worker, scope: { areas: ['huishan'] } })).not.toContain(wang);
    },
  );

  it('by nothing that is known finds nobody', async () => {
    expect(await search('9999', worker)).toEqual([]);
    expect(
      (await world.post('/v1/people/search', { text: '\u202Eab', purpose: 'service' }, { as: worker })).statusCode,
    ).toBe(422);
  });
});

describe('notes and contact', () => {
  it('are written by those who care and read by those who need them', async () => {
    expect(await send('PUT', `/v1/people/${wang}/health-note`, { note: '胰岛素,午饭前' }, worker)).toBe(200);
    expect((await world.get(`/v1/people/${wang}/health-note`, family)).json()).toMatchObject({ note: '胰岛素,午饭前' });
    expect((await world.get(`/v1/people/${wang}/health-note`, nurse)).statusCode).toBe(404);
    expect((await world.get(`/v1/people/${wang}/health-note`, till)).statusCode).toBe(403);
    await world.sql(`INSERT INTO person_site VALUES ($1, 'huishan-day-care', '2026-11-18')`, [wang]);
    expect((await world.get(`/v1/people/${wang}/health-note`, nurse)).statusCode).toBe(200);
    expect((await world.get(`/v1/people/${li}/health-note`)).statusCode).toBe(403);
    expect(await send('PUT', `/v1/people/${li}/diet`, { diet: DIET }, worker)).toBe(404);
    const [row] = await world.sql<{ text: string }>(
      `SELECT string_agg(encode(sealed, 'escape'), '') AS text FROM vault.sealed_note`,
    );
    expect(row?.text).not.toMatch(/halal|peanut|note/);
  });

  it('are kept up to a limit, and read page by page, each of them a look that is told', async () => {
    const url = `/v1/people/${wang}/health-notes`;
    await world.sql(
      `INSERT INTO vault.sealed_note (note_id, person_id, kind, sealed, source, recorded_at, recorded_by)
       SELECT gen_random_uuid(), person_id, 'diet', sealed, source, recorded_at, 'copy'
       FROM vault.sealed_note, generate_series(1, 198) WHERE person_id = $1 AND kind = 'health'`,
      [wang],
    );
    expect(await send('PUT', `/v1/people/${wang}/diet`, { diet: DIET }, worker)).toBe(200);
    expect(await send('PUT', `/v1/people/${wang}/diet`, { diet: DIET }, worker)).toBe(409);
    await world.sql(`DELETE FROM vault.sealed_note WHERE recorded_by = 'copy'`);
    for (const note of ['二', '三']) {
      clock.advance(1_000); // notes of one millisecond have no order
      expect(await send('PUT', `/v1/people/${wang}/health-note`, { note }, worker)).toBe(200);
    }
    const first = (await world.get(`${url}?limit=2`, family)).json<{ items: { note: string }[]; next: string }>();
    const second = (await world.get(`${url}?limit=2&cursor=${first.next}`, family)).json<typeof first>();
    expect([...first.items, ...second.items].map(({ note }) => note)).toEqual(['三', '二', '胰岛素,午饭前']);
    expect(second.next).toBeNull();
    expect((await world.get(`${url}?cursor=nonsense`, family)).statusCode).toBe(422);
    const looks = await world.heard(PersonViewedV1, 4, ({ data }) => data.purpose === 'health_note');
    expect(looks.every(({ data }) => data.personId === wang)).toBe(true);
  });

  it('change phone and emergency contact, and are found by them', async () => {
    const contact = { phone: '13900005678', emergencyName: '演示女儿', emergencyPhone: '13700000000' };
    expect(await send('PATCH', `/v1/people/${wang}/contact`, contact, worker)).toBe(204);
    expect([await search('5678', worker), await search('1234', worker)]).toEqual([[wang], []]);
    const [seen] = await lookUp(worker, 'service');
    expect([seen?.emergencyName.value, seen?.emergencyPhone.value]).toEqual(['演示女儿', '13700000000']);
    for (const bad of [{ name: '别人' }, { phone: '=1+1' }, { address: 'a\u202Eb' }])
      expect(await send('PATCH', `/v1/people/${wang}/contact`, bad, worker)).toBe(422);
  });
});
