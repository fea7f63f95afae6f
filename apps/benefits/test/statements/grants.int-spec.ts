import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { GrantView } from '@doorstep/contracts';
import { GrantDecidedV1 } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { expectClaims, returned, siteEvents } from '../support/city.js';
import type { Paying } from '../support/paying.js';
import { afterThisMonth, brokenBooks, CHECKER, MAKER, OPERATOR, paying, THIS_MONTH } from '../support/paying.js';

let service: TestService;
let owner: pg.Client;
let desk: Paying;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: afterThisMonth() });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  desk = paying(service, owner);
  await service.publish(...siteEvents());
  await eventually(async () => (await owner.query('SELECT FROM site')).rowCount !== 0);
});
afterAll(async () => {
  await owner.end();
  await service.close();
});

const propose = (more: object = {}) =>
  desk.post('/v1/grants', MAKER, {
    grantId: uuidv7(),
    siteId: 'puya',
    period: THIS_MONTH,
    schemes: [{ packId: 'operator-grants', scheme: 'per_meal' }],
    funder: 'district',
    ...more,
  });
const decide = (grantId: string, as: object, decision = 'confirm') =>
  desk.post(`/v1/grants/${grantId}/decision`, as, { decision });
const proposed = async (): Promise<GrantView> => (await propose()).json() as GrantView;

it('a grant counts what was served, is posted by a second person once, follows what is learnt late, and is on the statement', async () => {
  await desk.lunch();
  const { personId, meal } = await desk.lunch();
  const grant = await proposed();
  expect(grant).toMatchObject({ state: 'proposed', totalFen: 200, beforeFen: 0, amountFen: 200 });
  expect(grant.inputs).toEqual({ meals: 2, openDays: 1, openMonths: 1, canteenMonths: 1, averageDinersTenths: 20 });
  expect((await propose()).json()).toMatchObject({ code: 'GRANT.EXISTS' });
  const both = { ...MAKER, roles: ['finance_maker' as const, 'finance_checker' as const] };
  expect((await decide(grant.grantId, both)).json()).toMatchObject({ code: 'FINANCE.SECOND_PERSON' });
  const forged = `UPDATE grant_award SET state = 'confirmed', transaction_id = gen_random_uuid(), decided_at = now(), decided_by = proposed_by`;
  await expect(owner.query(forged)).rejects.toThrow('ck_grant_award_second_person');
  expect((await desk.owed()).owedFen).toBe(600);

  const answers = await Promise.all([decide(grant.grantId, CHECKER), decide(grant.grantId, CHECKER)]);
  expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([201, 409]);
  expect(await desk.owed()).toMatchObject({ owedFen: 800, unlistedFen: 800 });
  expect((await propose()).json()).toMatchObject({ code: 'GRANT.NOTHING_TO_ADD' });

  await service.publish(returned(meal));
  await expectClaims(service, personId, ['reversed OK 300']);
  const less = await proposed();
  expect(less).toMatchObject({ totalFen: 100, beforeFen: 200, amountFen: -100 });
  await decide(less.grantId, CHECKER, 'reject');
  const again = await proposed();
  await decide(again.grantId, CHECKER);
  expect((await desk.owed()).owedFen).toBe(400);

  const statement = await desk.draft();
  expect(statement).toMatchObject({ dueFen: 400, breakdown: { grantFen: 100, subsidyFen: 300, adjustmentFen: 0 } });
  expect(await brokenBooks(owner)).toEqual([]);
  await eventually(async () => (await service.events(GrantDecidedV1)).length === 3);
  const events = await service.events(GrantDecidedV1);
  expect(events.map(({ data }) => [data.amountFen, data.confirmed])).toEqual([
    [200, true],
    [-100, false],
    [-100, true],
  ]);
  expect(events[0]?.data).toMatchObject({ funder: expect.any(String), bookYear: expect.any(Number) });
});

it('a grant is seen by its operator only, and refused for what is unknown, unfinished or incomplete', async () => {
  const { items } = await desk.get<{ items: GrantView[] }>('/v1/grants', OPERATOR);
  expect(items).toHaveLength(3);
  const elsewhere = { ...OPERATOR, scope: { sites: ['minfeng'] } };
  const url = `/v1/grants/${items[0]?.grantId}`;
  expect((await service.inject({ method: 'GET', url, as: elsewhere })).statusCode).toBe(404);
  const code = async (more: object) => ((await propose(more)).json() as { code: string }).code;
  expect(await code({ siteId: 'nowhere' })).toBe('STATEMENT.SITE_NOT_FOUND');
  expect(await code({ period: '2099' })).toBe('GRANT.PERIOD_NOT_OVER');
  expect(await code({ schemes: [{ packId: 'operator-grants', scheme: 'star' }] })).toBe('POLICY.GRANT_INPUT');
  expect(await code({ schemes: [{ packId: 'operator-grants', scheme: 'gold' }] })).toBe('POLICY.GRANT_UNKNOWN');
  expect((await propose({ schemes: [] })).statusCode).toBe(422);
});
