import type { ConsentTextView, ConsentView } from '@doorstep/contracts';
import { ConsentGivenV1, ConsentWithdrawnV1, FamilyLinkEndedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { CARE, codeOf, FamilyDesk, relative, WORD, WORKER } from './support/family.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const mother = personId(1);
const url = `/v1/people/${mother}/consents`;
let world: RegistryWorld;
let desk: FamilyDesk;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  await world.import(fileOf(elder(1), lives(1, 'daoyi', '2000-01-01'), elder(2), lives(2, 'huishan', '2000-01-01')));
  desk = new FamilyDesk(world);
});
afterAll(() => world.close());

const give = (more: object = {}, as = WORKER) => world.post(url, { text: 'messages', ...WORD, ...more }, { as });

describe('a consent', () => {
  it('says which version of which text, who gave it and how; taken back it stays readable', async () => {
    const given = (await give({ how: 'paper', givenOn: '2026-11-01', source: 'paper/17' })).json<ConsentView>();
    expect(given).toMatchObject({ textVersion: 1, givenBy: 'self', source: 'paper/17', withdrawnAt: null });
    const [event] = await world.heard(ConsentGivenV1, 1, ({ data }) => data.consentId === given.consentId);
    expect(event).toMatchObject({ key: mother, data: { personId: mother, via: 'visit' } });
    const withdrawn = (await desk.withdraw(mother, given.consentId)).json<ConsentView>();
    expect(withdrawn).toEqual({
      ...given,
      withdrawnAt: '2026-11-18T02:00:00.000Z',
      withdrawnBy: 'self',
      withdrawnHow: 'phone',
    });
    await world.heard(ConsentWithdrawnV1, 1, ({ data }) => data.consentId === given.consentId);
    expect(codeOf(await desk.withdraw(mother, given.consentId))).toEqual([409, 'CONSENT.WITHDRAWN']);
    const { items } = (await world.get(url, WORKER)).json<{ items: ConsentView[] }>();
    expect(items).toEqual([withdrawn]);
    await expect(world.sql('DELETE FROM consent')).rejects.toThrow('append-only');
  });

  it('is to a text that exists, in the version of that day', async () => {
    expect(codeOf(await give({ text: 'everything' }))).toEqual([422, 'CONSENT.TEXT_UNKNOWN']);
    expect(codeOf(await give({ givenOn: '2025-12-31' }))).toEqual([422, 'CONSENT.TEXT_UNKNOWN']);
    expect(codeOf(await give({ textVersion: 2 }))).toEqual([409, 'CONSENT.TEXT_OUTDATED']);
    const texts = (await world.get('/v1/consent-texts', relative('anybody'))).json<{ items: ConsentTextView[] }>()
      .items;
    expect(texts.filter(({ current }) => current).map(({ text }) => text)).toEqual([
      'calls',
      'family-access',
      'messages',
    ]);
    expect(texts.every(({ zh, en }) => zh.startsWith('# ') && en.startsWith('# '))).toBe(true);
  });

  it('is a matter of those who reach the elder, and never of the family', async () => {
    expect(codeOf(await give({}, CARE))).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(codeOf(await give({}, relative('daughter', [mother])))[0]).toBe(403);
    const given = (await give()).json<ConsentView>();
    const other = { ...WORKER, scope: { areas: ['huishan'] } };
    expect(codeOf(await desk.withdraw(mother, given.consentId, other))).toEqual([404, 'CONSENT.NOT_FOUND']);
    expect(codeOf(await desk.withdraw(personId(2), given.consentId))).toEqual([404, 'CONSENT.NOT_FOUND']);
  });
});

describe('a consent that is taken back', () => {
  it('ends every link and every invitation that rests on it, and no other', async () => {
    const [kept, lost] = [await desk.link(mother, 'kept'), await desk.link(mother, 'lost')];
    const open = await desk.invite(mother);
    expect((await desk.withdraw(mother, lost.consentId)).statusCode).toBe(200);
    expect((await desk.withdraw(mother, open.consentId)).statusCode).toBe(200);
    const [event] = await world.heard(FamilyLinkEndedV1, 1, ({ data }) => data.linkId === lost.linkId);
    expect(event?.data).toEqual({
      linkId: lost.linkId,
      subject: 'lost',
      personId: mother,
      reason: 'consent_withdrawn',
    });
    const links = await desk.linksOf(`/v1/people/${mother}/family-links`, WORKER);
    expect(links.filter(({ endedAt }) => endedAt === null).map(({ linkId }) => linkId)).toEqual([kept.linkId]);
    expect(codeOf(await desk.redeem(open.code, 'too-late'))).toEqual([422, 'FAMILY.CODE_NOT_VALID']);
  });

  it('leaves no link behind, whoever is first of redeeming and taking back', async () => {
    for (let round = 0; round < 8; round++) {
      const { code, consentId } = await desk.invite(mother);
      const [redeemed, withdrawn] = await Promise.all([
        desk.redeem(code, `round-${round}`),
        desk.withdraw(mother, consentId),
      ]);
      expect([201, 422]).toContain(redeemed.statusCode);
      expect(withdrawn.statusCode).toBe(200);
      expect(
        await world.sql('SELECT 1 FROM family_link WHERE consent_id = $1 AND ended_at IS NULL', [consentId]),
      ).toEqual([]);
      if (redeemed.statusCode === 201)
        await world.heard(FamilyLinkEndedV1, 1, ({ data }) => data.subject === `round-${round}`);
    }
  });

  it('is taken back once, by one of many at the same time', async () => {
    const { consentId, linkId } = await desk.link(mother, 'contested');
    const answers = await Promise.all(Array.from({ length: 6 }, () => desk.withdraw(mother, consentId)));
    expect(answers.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    expect(answers.filter(({ statusCode }) => statusCode === 409)).toHaveLength(5);
    const rows = await world.sql('SELECT version FROM family_link WHERE link_id = $1', [linkId]);
    expect(rows).toEqual([{ version: 2 }]);
  });
});
