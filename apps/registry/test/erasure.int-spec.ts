import type { Actor } from '@doorstep/auth';
import type { ErasureView, IssuedCard, PersonExport } from '@doorstep/contracts';
import {
  CardBlockedV1,
  DataExportedV1,
  ErasedReleasedV1,
  ErasureDecidedV1,
  ErasureRequestedV1,
  FamilyLinkEndedV1,
  PersonErasedV1,
} from '@doorstep/contracts';
import { FixedClock } from '@doorstep/kernel';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Cells } from './support/city.mother.js';
import { elder, fact, fileOf, lives, personId } from './support/city.mother.js';
import { FamilyDesk, relative } from './support/family.mother.js';
import { ListDesk } from './support/list-desk.js';
import { CLERK, RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const [wang, li, zhao] = [personId(1), personId(2), personId(3)] as const;
const OTHER: Partial<Actor> = { subject: 'clerk-2', roles: ['civil_affairs_clerk'], scope: { all: true } };
let world: RegistryWorld;
let card: IssuedCard;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  const rows = [1, 2, 3].flatMap((number) => [
    elder(number, { id_number: `00000019500101001${number}` }),
    fact(number, 'birth', '1941-03-01'),
    lives(number, 'daoyi', '2000-01-01'),
  ]);
  await world.import(fileOf(...rows));
  card = (await world.post(`/v1/people/${wang}/cards`, { medium: 'card' })).json<IssuedCard>();
  const diet = { allergies: [], texture: 'soft', lowSalt: false, lowSugar: true, faith: 'none' };
  await world.service.inject({ method: 'PUT', url: `/v1/people/${wang}/diet`, payload: { diet }, as: CLERK });
});
afterAll(() => world.close());

const ask = (person: string) => world.post(`/v1/people/${person}/erasure`, { ground: 'own_wish' });
const decide = (id: string, decision: string, as: Partial<Actor> = OTHER) =>
  world.post(`/v1/erasures/${id}/decision`, { decision }, { as });

describe('the access right', () => {
  it('hands out everything that is recorded, and that it did', async () => {
    const answer = await world.post(`/v1/people/${wang}/export`, {});
    expect(answer.statusCode).toBe(200);
    expect(answer.json<PersonExport>()).toMatchObject({
      personId: wang,
      externalRef: 'R-001',
      identity: { name: '演示老人001', idNumber: '000000195001010011', phone: '00070000001', address: '演示路1号' },
      diet: { texture: 'soft', lowSugar: true },
      facts: [{ fact: { kind: 'birth' } }, { fact: { kind: 'residence' } }],
      cards: [{ cardId: card.cardId }],
    });
    const [event] = await world.heard(DataExportedV1);
    expect([event?.actor, event?.data.personId]).toEqual(['staff:clerk-1', wang]);
    expect((await world.post(`/v1/people/${personId(9)}/export`, {})).statusCode).toBe(404);
  });
});

describe('an erasure', () => {
  it('is asked for once and decided by somebody else', async () => {
    const answer = await ask(wang);
    expect(answer.statusCode).toBe(201);
    const { erasureId } = answer.json<ErasureView>();
    expect((await ask(wang)).json<{ code: string }>().code).toBe('ERASURE.OPEN');
    expect((await decide(erasureId, 'approved', CLERK)).json<{ code: string }>().code).toBe('ERASURE.OWN');
    expect((await decide(erasureId, 'refused')).statusCode).toBe(200);
    expect((await decide(erasureId, 'approved')).json<{ code: string }>().code).toBe('ERASURE.DECIDED');
    expect((await world.get(`/v1/people/${wang}`)).statusCode).toBe(200);
    expect((await world.heard(ErasureDecidedV1))[0]?.data.decision).toBe('refused');
  });

  it('forgets at once, tells everybody, and says what the law keeps', async () => {
    const { erasureId } = (await ask(wang)).json<ErasureView>();
    const done = await decide(erasureId, 'approved');
    expect(done.json<ErasureView>()).toMatchObject({ decision: 'approved', evidenceUntil: '2056-12-31' });
    expect(done.json<ErasureView>().notice?.zh).toContain('2056-12-31');

    for (const url of [`/v1/people/${wang}`, `/v1/people/${wang}/facts`, `/v1/people/${wang}/cards`])
      expect([url, (await world.get(url)).statusCode]).toEqual([url, 404]);
    const dibao = { fact: { kind: 'category', category: 'dibao' }, validFrom: '2024-01-01' };
    expect((await world.post(`/v1/people/${wang}/facts`, dibao)).statusCode).toBe(404);
    const found = await world.post('/v1/people/search', { text: '演示老人001', purpose: 'service' });
    expect(found.json<{ items: unknown[] }>().items).toEqual([]);
    const till = { token: card.token, siteId: 'puya' };
    const held = await world.post('/v1/cards/resolve', till, {
      as: { roles: ['site_operator'], scope: { sites: ['puya'] } },
    });
    expect(held.statusCode).toBe(409);

    const [erased] = await world.heard(PersonErasedV1);
    expect([erased?.key, erased?.data]).toMatchObject([
      wang,
      { personId: wang, erasureId, evidenceUntil: '2056-12-31' },
    ]);
    expect((await world.heard(CardBlockedV1))[0]?.data).toMatchObject({ cardId: card.cardId, reason: 'erased' });
    expect(await world.heard(ErasureRequestedV1, 2)).toHaveLength(2);
  });

  it('ends what families may do, and no code that is still about brings anybody back', async () => {
    const desk = new FamilyDesk(world);
    const { linkId } = await desk.link(zhao, 'daughter');
    const { code } = await desk.invite(zhao);
    const { erasureId } = (await ask(zhao)).json<ErasureView>();
    await decide(erasureId, 'approved');
    const own = await desk.linksOf('/v1/family-links/own', relative('daughter', [zhao]));
    expect(own).toMatchObject([{ linkId, endedBy: 'staff:clerk-2', endReason: 'person_erased' }]);
    const [ended] = await world.heard(FamilyLinkEndedV1);
    expect(ended?.data).toEqual({ linkId, subject: 'daughter', personId: zhao, reason: 'person_erased' });
    expect((await desk.redeem(code, 'son')).json<{ code: string }>().code).toBe('FAMILY.CODE_NOT_VALID');
  });

  it('leaves of the person the pseudonym, the acts, and nothing that could be opened', async () => {
    const tables = [
      'person_fact',
      'person_fact_retraction',
      'person_area',
      'person_site',
      'vault.sealed_identity',
      'vault.sealed_note',
      'vault.search_token',
    ];
    for (const table of tables)
      expect([table, await world.sql(`SELECT 1 FROM ${table} WHERE person_id = $1`, [wang])]).toEqual([table, []]);
    const [key] = await world.sql(
      'SELECT wrapped, destroyed_at IS NOT NULL AS destroyed FROM vault.person_key WHERE person_id = $1',
      [wang],
    );
    expect(key).toEqual({ wrapped: null, destroyed: true });
    const [person] = await world.sql(
      'SELECT external_ref, erased_at IS NOT NULL AS erased FROM person WHERE person_id = $1',
      [wang],
    );
    expect(person).toEqual({ external_ref: null, erased: true });
    expect((await world.get(`/v1/people/${li}/facts`)).json<{ items: unknown[] }>().items).toHaveLength(2);
  });

  it.each<[string, Cells]>([
    ['id', elder(1, { person: '' })],
    ['reference', elder(1, { person_id: '' })],
    [
      'ID number under another reference',
      elder(1, { person: 'R-901', person_id: '', id_number: '000000195001010011' }),
    ],
  ])('does not come back by a list that still has the person’s %s', async (_name, row) => {
    const again = await world.import(fileOf(row));
    expect([again.statusCode, again.json<{ errors: object[] }>().errors]).toMatchObject([
      422,
      [{ code: 'PERSON.ERASED' }],
    ]);
  });

  it('stands in the differences of a full list, which does nothing about it and is not held up', async () => {
    const desk = new ListDesk(world);
    const dibao = (number: number) => fact(number, 'category', 'dibao', { valid_from: '2024-01-01' });
    const view = await desk.prepare('dibao', fileOf(elder(1, { person_id: '' }), dibao(1), dibao(2)));
    expect(view).toMatchObject({ state: 'prepared', counts: { erased: 2, new: 1, refused: 0 } });
    expect((await desk.items(view, '?outcome=erased')).items).toMatchObject([
      { line: 2, record: 'person', reference: 'R-001', code: 'PERSON.ERASED' },
      { line: 3, record: 'fact', reference: 'R-001', code: 'PERSON.ERASED' },
    ]);
    expect((await desk.apply(view)).statusCode).toBe(200);
    expect(await world.sql(`SELECT 1 FROM person WHERE external_ref = 'R-001'`)).toEqual([]);
  });

  it('may come back as somebody new once a clerk has said so, and not before', async () => {
    const release = (body: object) => world.post('/v1/erased-references/release', { reason: 'own_wish', ...body });
    expect((await release({ reference: 'R-002' })).json<{ code: string }>().code).toBe('LIST.NOT_ERASED');
    expect((await release({ reference: 'R-001', idNumber: '000000195001010011' })).statusCode).toBe(422);
    expect((await release({ reference: 'R-001' })).statusCode).toBe(204);
    const [event] = await world.heard(ErasedReleasedV1);
    expect(event?.data).toMatchObject({ by: 'reference', reason: 'own_wish' });
    expect(JSON.stringify(event?.data)).not.toContain('R-001');
    expect((await world.import(fileOf(elder(1, { person_id: '' })))).statusCode).toBe(201);
    const [person] = await world.sql<{ person_id: string }>(
      `SELECT person_id FROM person WHERE external_ref = 'R-001'`,
    );
    expect(person?.person_id).not.toBe(wang);
  });

  it('takes a list that waits with it, and what was shown of the person', async () => {
    const desk = new ListDesk(world);
    const [zhou, row] = [personId(8), fact(8, 'category', 'tekun', { valid_from: '2024-01-01' })];
    await world.import(fileOf(elder(8)));
    const view = await desk.prepare('tekun', fileOf(row));
    const { erasureId } = (await ask(zhou)).json<ErasureView>();
    await decide(erasureId, 'approved');
    expect((await desk.view(view)).state).toBe('discarded');
    expect((await desk.items(view)).items).toEqual([]);
  });

  it('is needed for a fact to go: nobody deletes one otherwise', async () => {
    await expect(world.sql('SELECT person_forget($1)', [li])).rejects.toThrow('nobody has approved');
    await expect(world.sql('DELETE FROM person_fact WHERE person_id = $1', [li])).rejects.toThrow('append-only');
  });
});

it('no recorded topic carries a name, a number, an address or a diet', async () => {
  await world.heard(PersonErasedV1);
  const bytes = Buffer.concat((await world.service.events()).map((event) => event.bytes)).toString('utf8');
  expect(bytes).toContain(wang);
  expect(bytes).not.toMatch(/演示老人|演示路|0007000000|00000019500101|lowSugar|texture/);
  expect(bytes).not.toContain(card.token);
});
