import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { EntitlementView, OpeningView, Problem, RefundDue } from '@doorstep/contracts';
import {
  BudgetSpentBeforeV1,
  ClaimBroughtInV1,
  EntitlementUpdatedV1,
  OpeningAppliedV1,
  OpeningRequestedV1,
} from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { elderEvents, expectClaims, fact, FINANCE, order, placed, served, siteEvents } from '../support/city.js';
import { brokenInvariants } from '../support/invariants.js';

const CHECKER = { subject: 'checker-1', roles: ['finance_checker' as const], scope: { all: true } };
const PACK = 'cn-shenyang-shenbei';
const budget = { kind: 'budget', packId: PACK, area: 'shenbei', year: 2026, funder: 'city', spentFen: 4000 };
const budgetId = uuidv7();

let service: TestService;
let owner: pg.Client;
let personId: string;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
  personId = uuidv7();
  await service.publish(...elderEvents(personId));
  await eventually(
    async () =>
      (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rowCount === 4 &&
      (await owner.query('SELECT FROM site')).rowCount === 5,
  );
  const funders = [
    { funder: 'city', amountFen: 5000 },
    { funder: 'district', amountFen: 5000 },
  ];
  const payload = { budgetId, packId: PACK, area: 'shenbei', year: 2026, funders };
  expect((await post('/v1/budgets', FINANCE, payload)).statusCode).toBe(201);
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenInvariants(owner)).toEqual([]));

const post = (url: string, as: object, payload: object | string, headers: Record<string, string> = {}) =>
  service.inject({ method: 'POST', url, as, headers: { 'idempotency-key': uuidv7(), ...headers }, payload });
const ask = (rows: object[]) => post('/v1/openings', FINANCE, { asOf: '2026-09-14', rows });
const usage = (serviceDate: string, subsidyFen: number, more: object = {}) => ({
  ...{ kind: 'usage', personId, siteId: 'puya', serviceDate, mealPeriod: 'lunch', subsidyFen },
  ...more,
});

it('is refused with every row that does not fit, and nothing of it is kept', async () => {
  const answer = await ask([
    usage('2026-09-01', 300, { personId: uuidv7() }),
    usage('2026-09-02', 300, { siteId: 'nowhere' }),
    { ...budget, funder: 'nobody' },
    { ...budget, spentFen: 10_001 },
    usage('2026-09-20', 300),
    { kind: 'debt', personId },
  ]);
  expect(answer.statusCode).toBe(422);
  const { code, errors } = answer.json() as Problem;
  expect(code).toBe('OPENING.ROWS_REFUSED');
  expect(errors?.map((each) => `${each.pointer} ${each.code}`).sort()).toEqual([
    '/rows/0 unknown_person',
    '/rows/1 unknown_site',
    '/rows/2 too_much',
    '/rows/2 unknown_budget',
    '/rows/4 impossible',
    '/rows/5 impossible',
  ]);
  expect((await ask([budget, budget])).statusCode).toBe(422);
  expect((await ask([])).statusCode).toBe(422);
  const lot = { packId: 'cn-taiyuan-card', allowance: 'monthly', month: '2026-09', expiresOn: '2026-10-31' };
  const nothing = { kind: 'allowance', personId, ...lot, amountFen: 0, leftFen: 0 };
  expect((await ask([nothing])).statusCode).toBe(422);
  expect((await owner.query('SELECT FROM opening')).rowCount).toBe(0);
});

it('is applied once by a second person who repeats the totals, with balances before and after', async () => {
  const lot = { packId: 'cn-taiyuan-card', allowance: 'monthly', month: '2026-09', expiresOn: '2026-10-31' };
  const rows = [
    budget,
    // 88.00 of the monthly 90.00 are used up.
    ...Array.from({ length: 8 }, (_, day) => usage(`2026-09-0${day + 1}`, 1100)),
    { kind: 'allowance', personId, ...lot, amountFen: 8000, leftFen: 2500 },
    { kind: 'debt', personId, toPersonFen: 700 },
  ];
  const opening = (await ask(rows)).json() as OpeningView;
  expect(opening).toMatchObject({ state: 'requested', rows: 11, totalFen: 16_000, report: null });
  const approve = (as: object, totalFen = 16_000) =>
    post(`/v1/openings/${opening.openingId}/approval`, as, { rows: 11, totalFen });
  expect((await approve({ ...FINANCE, roles: ['finance_checker'] })).json()).toMatchObject({
    code: 'FINANCE.SECOND_PERSON',
  });
  expect((await approve(CHECKER, 15_999)).json()).toMatchObject({ code: 'OPENING.TOTALS_DIFFER' });
  const applied = (await approve(CHECKER)).json() as OpeningView;
  expect(applied).toMatchObject({
    state: 'applied',
    approvedBy: 'staff:checker-1',
    report: {
      totalFen: 0,
      budgets: [{ budgetId, spentBeforeFen: 0, spentAfterFen: 4000 }],
      accounts: [
        { account: 'funder:city:2026:available', beforeFen: 5000, afterFen: 1000 },
        { account: 'funder:city:2026:spent', beforeFen: 0, afterFen: 4000 },
        { account: 'opening:books:clearing', beforeFen: 0, afterFen: -700 },
        { account: `person:${personId}:payable`, beforeFen: 0, afterFen: 700 },
      ],
    },
  });
  expect((await approve(CHECKER)).json()).toMatchObject({ code: 'OPENING.APPLIED' });
  const get = async <T>(url: string) => (await service.inject({ method: 'GET', url })).json() as T;
  const due = await get<{ items: RefundDue[] }>(`/v1/refunds?personId=${personId}`);
  expect(due.items).toMatchObject([{ toPayFen: 700 }]);
  const has = await get<EntitlementView>(`/v1/entitlements/${personId}`);
  expect(has.allowances).toMatchObject([{ packId: 'cn-taiyuan-card', leftFen: 2500 }]);
  // The tills learn of it, and the cap counts what was had before.
  await eventually(async () =>
    (await service.events(EntitlementUpdatedV1)).some(({ data }) => data.claims.length === 8),
  );
  await toldOf(opening.openingId);
  const meal = order(personId);
  await service.publish(placed(meal), served(meal));
  const before = Array.from({ length: 8 }, () => 'settled OK 1100');
  await expectClaims(service, personId, [...before, 'settled MONTH_MONEY_CAP 200']);
});

/** Everything that it did is told: to the city as sums, of a person only ids and amounts. */
async function toldOf(openingId: string): Promise<void> {
  await eventually(async () => (await service.events(ClaimBroughtInV1)).length === 1);
  const [requested] = await service.events(OpeningRequestedV1);
  const [applied] = await service.events(OpeningAppliedV1);
  expect(applied?.data).toMatchObject({ openingId, rows: 11, totalFen: 16_000 });
  expect(requested?.data).toMatchObject({ openingId, rowsSha256: applied?.data.rowsSha256 });
  expect([requested?.actor, applied?.actor]).toEqual(['staff:finance-1', 'staff:checker-1']);
  const [spent] = await service.events(BudgetSpentBeforeV1);
  expect(spent?.data).toMatchObject({
    openingId,
    budgetId,
    spentFen: 4000,
    funders: [{ funder: 'city', spentFen: 4000 }],
  });
  const [brought] = await service.events(ClaimBroughtInV1);
  expect(brought?.data).toMatchObject({ openingId, personId, toPersonFen: 700, fromPersonFen: 0 });
  expect(brought?.data.meals.map(({ decisionNumber, subsidyFen }) => [decisionNumber, subsidyFen])).toEqual(
    Array.from({ length: 8 }, (_, index) => [index + 1, 1100]),
  );
  expect(brought?.data.allowances).toMatchObject([{ kind: 'monthly', month: '2026-09', leftFen: 2500 }]);
}

it('is never decided again', async () => {
  await service.publish(fact(personId, { kind: 'death', diedOn: '2026-09-03' }, '2026-09-03'));
  const before = Array.from({ length: 8 }, () => 'settled OK 1100');
  await expectClaims(service, personId, [...before, 'reversed MONTH_MONEY_CAP 200', 'denied DECEASED 0']);
});

it('can be sent as CSV', async () => {
  const csv = (text: string, query = '?asOf=2026-09-14') =>
    post(`/v1/openings${query}`, FINANCE, text, { 'content-type': 'text/csv' });
  const good = await csv(`kind,packId,area,year,funder,spentFen\r\nbudget,${PACK},shenbei,2026,district,100\r\n`);
  expect(good.json()).toMatchObject({ rows: 1, totalFen: 100 });
  expect((await csv('kind,spentFen\nbudget,=1+1')).statusCode).toBe(422);
  expect((await csv('kind\nbudget,1')).statusCode).toBe(422);
  expect((await csv('kind\nbudget', '')).statusCode).toBe(422);
});
