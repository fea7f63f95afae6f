import type { Actor } from '@doorstep/auth';
import type { FamilyLinkView, InvitationMade } from '@doorstep/contracts';
import { FamilyLinkEndedV1, FamilyLinkGrantedV1 } from '@doorstep/contracts';
import { FixedClock } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { elder, fileOf, lives, personId } from './support/city.mother.js';
import { CARE, codeOf, FamilyDesk, relative, WORD, WORKER } from './support/family.mother.js';
import { RegistryWorld } from './support/registry-world.js';

const clock = new FixedClock(new Date('2026-11-18T02:00:00Z'));
const [mother, father, stranger] = [personId(1), personId(2), personId(3)];
const DAY_MS = 86_400_000;
let world: RegistryWorld;
let desk: FamilyDesk;

beforeAll(async () => {
  world = await RegistryWorld.start(clock);
  await world.withCity();
  const people = [1, 2, 3].map((number) => elder(number));
  await world.import(fileOf(...people, lives(1, 'daoyi', '2000-01-01'), lives(2, 'huishan', '2000-01-01')));
  await world.sql(`INSERT INTO person_site VALUES ($1, 'huishan-day-care', '2026-11-17')`, [mother]);
  desk = new FamilyDesk(world);
});
afterAll(() => world.close());

describe('an invitation', () => {
  it('of the centre makes an account the family of an elder, with what she allowed', async () => {
    const made = await desk.invite(mother, { way: 'paper', to: '2027-06-01' }, CARE);
    expect(made.code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(made).toMatchObject({ state: 'open', expiresAt: '2026-12-02T02:00:00.000Z', createdBy: 'staff:care-1' });
    const answer = await desk.redeem(made.code.toLowerCase().replaceAll('-', ' '), 'daughter');
    const link = answer.json<FamilyLinkView>();
    const granted = {
      linkId: link.linkId,
      subject: 'daughter',
      personId: mother,
      relation: 'child',
      may: ['order', 'bills'],
      from: '2026-11-18',
      to: '2027-06-01',
    };
    expect([answer.statusCode, link]).toEqual([201, expect.objectContaining(granted)]);
    const [event] = await world.heard(FamilyLinkGrantedV1, 1, ({ data }) => data.linkId === link.linkId);
    expect([event?.key, event?.actor, event?.data]).toEqual(['daughter', 'family:daughter', granted]);
  });

  it('is told once: a repeated request has no code, and only its hash is kept', async () => {
    const body = { relation: 'spouse', may: ['order'], way: 'link', consent: WORD };
    const url = `/v1/people/${mother}/family-invitations`;
    const [first, second] = [
      (await world.post(url, body, { as: WORKER, key: 'once' })).json<InvitationMade>(),
      (await world.post(url, body, { as: WORKER, key: 'once' })).json<InvitationMade>(),
    ];
    expect([second.invitationId, second.code]).toEqual([first.invitationId, null]);
    const bare = (first.code as string).replaceAll('-', '');
    const [row] = await world.sql<{ row: string }>(
      'SELECT family_invitation::text AS row FROM family_invitation WHERE invitation_id = $1',
      [first.invitationId],
    );
    expect(row?.row).not.toContain(bare);
    const listed = await world.get(url, WORKER);
    expect(listed.body).not.toContain('code');
    const revoked = await world.post(`${url}/${first.invitationId}/revocation`, {}, { as: WORKER });
    expect(revoked.json<InvitationMade>().state).toBe('revoked');
    expect(codeOf(await desk.redeem(first.code as string, 'late'))).toEqual([422, 'FAMILY.CODE_NOT_VALID']);
    expect(codeOf(await world.post(`${url}/${first.invitationId}/revocation`, {}, { as: WORKER }))).toEqual([
      409,
      'FAMILY.INVITATION_NOT_OPEN',
    ]);
  });

  it('is used once, by one account of many at the same time', async () => {
    const { code } = await desk.invite(father);
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => desk.redeem(code, `racer-${n}`)));
    expect(answers.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
    expect(
      new Set(
        answers
          .filter(({ statusCode }) => statusCode !== 201)
          .map(codeOf)
          .map(String),
      ),
    ).toEqual(new Set(['422,FAMILY.CODE_NOT_VALID']));
    const again = await desk.invite(father);
    const same = await Promise.all(Array.from({ length: 5 }, () => desk.redeem(again.code, 'one-account')));
    expect(same.filter(({ statusCode }) => statusCode === 201)).toHaveLength(1);
  });

  it('ends by itself', async () => {
    const { code } = await desk.invite(mother, { validDays: 1 });
    clock.advance(DAY_MS);
    expect(codeOf(await desk.redeem(code, 'slow'))).toEqual([422, 'FAMILY.CODE_NOT_VALID']);
    clock.advance(-DAY_MS);
  });

  it('answers a repeated redemption with the same link', async () => {
    const { code } = await desk.invite(mother);
    const [first, second] = [await desk.redeem(code, 'son', 'retry'), await desk.redeem(code, 'son', 'retry')];
    expect([second.statusCode, second.json()]).toEqual([201, first.json()]);
    expect(codeOf(await desk.redeem((await desk.invite(mother)).code, 'son'))).toEqual([409, 'FAMILY.ALREADY_LINKED']);
  });

  it('cannot be guessed: after five wrong codes in an hour not even the right one helps', async () => {
    const { code } = await desk.invite(mother);
    const wrong = (n: number): string => `0000-0000-0000-${String(n).padStart(4, '0')}`;
    const answers = await Promise.all(Array.from({ length: 20 }, (_, n) => desk.redeem(wrong(n), 'guesser')));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.filter((status) => status === 422)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
    const blocked = await desk.redeem(code, 'guesser');
    expect([codeOf(blocked), blocked.headers['retry-after']]).toEqual([[429, 'FAMILY.TOO_MANY_CODES'], '3600']);
    clock.advance(3_600_001);
    expect((await desk.redeem(code, 'guesser')).statusCode).toBe(201);
    clock.advance(-3_600_001);
  });

  it('is worth nothing to the account that made it', async () => {
    const { code } = await desk.invite(mother);
    expect(codeOf(await desk.redeem(code, 'worker-1'))).toEqual([422, 'FAMILY.CODE_NOT_VALID']);
    const asStaff = await world.post('/v1/family-links/redemption', { code }, { as: WORKER });
    expect(codeOf(asStaff)).toEqual([422, 'FAMILY.CODE_NOT_VALID']);
  });

  it.each<[string, object, number, string]>([
    ['that allows nothing', { may: [] }, 422, 'HTTP.VALIDATION'],
    ['that allows everything', { may: ['order', 'everything'] }, 422, 'HTTP.VALIDATION'],
    ['that allows one thing twice', { may: ['order', 'order'] }, 422, 'HTTP.VALIDATION'],
    ['for years', { validDays: 365 }, 422, 'HTTP.VALIDATION'],
    ['that is over', { to: '2026-11-18' }, 422, 'FAMILY.DATES'],
    ['without consent', { consent: undefined }, 422, 'HTTP.VALIDATION'],
    ['on a text to come', { consent: { ...WORD, textVersion: 2 } }, 409, 'CONSENT.TEXT_OUTDATED'],
    ['agreed to tomorrow', { consent: { ...WORD, givenOn: '2026-11-19' } }, 422, 'CONSENT.DATE_IMPLAUSIBLE'],
    ['with its own code', { code: 'AAAA' }, 422, 'HTTP.VALIDATION'],
  ])('%s is refused and leaves nothing', async (_name, more, status, code) => {
    const before = await world.sql('SELECT consent_id FROM consent');
    expect(codeOf(await desk.ask(mother, more))).toEqual([status, code]);
    expect(await world.sql('SELECT consent_id FROM consent')).toEqual(before);
  });

  it('is made by those who care for the elder alone', async () => {
    expect(codeOf(await desk.ask(father, {}, CARE))).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(codeOf(await desk.ask(stranger))).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(codeOf(await desk.ask(mother, {}, relative('daughter', [mother])))[0]).toBe(403);
    for (let open = 0; open < 10; open++) await desk.ask(father);
    expect(codeOf(await desk.ask(father))).toEqual([409, 'FAMILY.TOO_MANY_INVITATIONS']);
  });
});

describe('a link', () => {
  it('joins several elders with one account, and several accounts with one elder', async () => {
    await world.sql(`UPDATE family_invitation SET revoked_at = now(), revoked_by = 'test' WHERE redeemed_at IS NULL`);
    await desk.link(mother, 'busy');
    await desk.link(father, 'busy');
    const own = await desk.linksOf('/v1/family-links/own', relative('busy'));
    expect(new Set(own.map(({ personId: id }) => id))).toEqual(new Set([mother, father]));
    const hers = await desk.linksOf(`/v1/people/${mother}/family-links`, WORKER);
    expect(new Set(hers.map(({ subject }) => subject))).toEqual(new Set(['daughter', 'son', 'guesser', 'busy']));
    const seen = await desk.linksOf(`/v1/people/${mother}/family-links`, relative('busy', [mother, father]));
    expect(seen.map(({ subject }) => subject)).toEqual(['busy']);
  });

  it('is ended by the account itself or by who cares for the elder, once, and by no other family', async () => {
    const { linkId } = await desk.link(mother, 'leaves');
    expect(codeOf(await desk.end(linkId, relative('daughter', [mother])))).toEqual([404, 'FAMILY.LINK_NOT_FOUND']);
    const other = { ...WORKER, scope: { areas: ['huishan'] } };
    expect(codeOf(await desk.end(linkId, other))).toEqual([404, 'FAMILY.LINK_NOT_FOUND']);
    const ended = await desk.end(linkId, relative('leaves'));
    expect(ended.json<FamilyLinkView>()).toMatchObject({ version: 2, endedBy: 'family:leaves' });
    expect(codeOf(await desk.end(linkId, CARE))).toEqual([409, 'FAMILY.LINK_ENDED']);
    const [event] = await world.heard(FamilyLinkEndedV1, 1, ({ data }) => data.linkId === linkId);
    expect([event?.key, event?.data]).toEqual([
      'leaves',
      { linkId, subject: 'leaves', personId: mother, reason: 'not_wanted' },
    ]);
    await desk.link(mother, 'leaves');
  });

  it('is to staff with a parent of their own what it is to any family', async () => {
    const { linkId } = await desk.link(mother, 'sibling');
    const grants: Actor['grants'] = [
      { role: 'community_worker', scope: { areas: ['huishan'] } },
      { role: 'family', scope: { persons: [mother] }, may: ['order'] },
    ];
    const worker: Partial<Actor> = {
      subject: 'busy',
      roles: ['community_worker', 'family'],
      scope: { areas: ['huishan'], persons: [mother] },
      grants,
    };
    const seen = await desk.linksOf(`/v1/people/${mother}/family-links`, worker);
    expect(seen.map(({ subject }) => subject)).toEqual(['busy']);
    expect(codeOf(await desk.end(linkId, worker))).toEqual([404, 'FAMILY.LINK_NOT_FOUND']);
    await desk.end(linkId, relative('sibling'));
  });

  it('shows nothing to strangers', async () => {
    const foreign = await world.get(`/v1/people/${mother}/family-links`, relative('nobody', [father]));
    expect(codeOf(foreign)).toEqual([404, 'PERSON.NOT_FOUND']);
    expect(await desk.linksOf('/v1/family-links/own', relative('nobody'))).toEqual([]);
  });
});
