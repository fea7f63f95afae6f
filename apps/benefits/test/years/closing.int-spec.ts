import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { LedgerAccount } from '@doorstep/contracts';
import { ClaimHeldV1, ClaimReversedV1, YearClosedV1, YearClosingRequestedV1 } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../../src/service.js';
import { elderEvents, expectClaims, fact, FINANCE, order, placed, served, siteEvents } from '../support/city.js';
import { brokenInvariants } from '../support/invariants.js';

const CHECKER = { subject: 'checker-1', roles: ['finance_checker' as const], scope: { all: true } };
const OLD = '2025-12-30';

let service: TestService;
let owner: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-01-20T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
  for (const year of [2025, 2026]) {
    const funders = [
      { funder: 'city', amountFen: 5000 },
      { funder: 'district', amountFen: 5000 },
    ];
    const payload = { budgetId: uuidv7(), packId: 'cn-shenyang-shenbei', area: 'shenbei', year, funders };
    expect((await post('/v1/budgets', FINANCE, payload)).statusCode).toBe(201);
  }
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenInvariants(owner)).toEqual([]));

const post = (url: string, as: object, payload?: object) =>
  service.inject({ method: 'POST', url, as, headers: { 'idempotency-key': uuidv7() }, ...(payload && { payload }) });

async function balances(year: number): Promise<Record<string, number>> {
  const answer = await service.inject({ method: 'GET', url: `/v1/ledger/accounts?year=${year}&limit=200` });
  const { items, totalFen } = answer.json() as { items: LedgerAccount[]; totalFen: number };
  expect(totalFen).toBe(0);
  return Object.fromEntries(items.map(({ account, balanceFen }) => [account, balanceFen]));
}

async function elder(): Promise<string> {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  await eventually(
    async () => (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rowCount === 4,
  );
  return personId;
}

it('a year is closed by two people, without open holds, and its accounts then stay as they are', async () => {
  const personId = await elder();
  const [eaten, held] = [order(personId, { serviceDate: OLD }), order(personId, { serviceDate: '2025-12-31' })];
  await service.publish(placed(eaten), served(eaten), placed(held));
  await expectClaims(service, personId, ['settled OK 300', 'held OK 300']);
  expect((await post('/v1/years/2026/closing', FINANCE)).json()).toMatchObject({ code: 'YEAR.NOT_OVER' });
  expect((await post('/v1/years/2025/closing/approval', CHECKER)).json()).toMatchObject({ code: 'YEAR.STATE' });
  expect((await post('/v1/years/2025/closing', FINANCE)).json()).toMatchObject({ state: 'requested', openHolds: 1 });
  expect((await post('/v1/years/2025/closing/approval', CHECKER)).json()).toMatchObject({
    code: 'YEAR.OPEN_HOLDS',
    details: { holds: 1 },
  });
  await service.publish(served(held));
  await expectClaims(service, personId, ['settled OK 300', 'settled OK 300']);
  expect((await post('/v1/years/2025/closing/approval', FINANCE)).statusCode).toBe(403);
  const same = { ...FINANCE, roles: ['finance_maker' as const, 'finance_checker' as const] };
  expect((await post('/v1/years/2025/closing/approval', same)).json()).toMatchObject({ code: 'FINANCE.SECOND_PERSON' });
  expect((await post('/v1/years/2025/closing/approval', CHECKER)).json()).toMatchObject({
    state: 'closed',
    requestedBy: 'staff:finance-1',
    approvedBy: 'staff:checker-1',
  });
  expect((await post('/v1/years/2025/closing', FINANCE)).json()).toMatchObject({ code: 'YEAR.STATE' });
  const closed = await balances(2025);
  expect(closed).toMatchObject({ 'funder:city:2025:spent': 300, 'funder:district:2025:spent': 300 });

  await service.publish(fact(personId, { kind: 'death', diedOn: '2025-12-01' }, '2025-12-01'));
  await expectClaims(service, personId, [
    'reversed OK 300',
    'reversed OK 300',
    'denied DECEASED 0',
    'denied DECEASED 0',
  ]);
  expect(await balances(2025)).toEqual(closed);
  expect(await balances(2026)).toMatchObject({
    'funder:city:2026:prior': -300,
    'funder:city:2026:available': 5300,
    'funder:district:2026:prior': -300,
  });

  // Nobody gives money to it any more.
  const more = [{ funder: 'city', amountFen: 1 }];
  const wish = { budgetId: uuidv7(), packId: 'cn-shenyang-shenbei', area: 'huishan', year: 2025, funders: more };
  expect((await post('/v1/budgets', FINANCE, wish)).json()).toMatchObject({ status: 409, code: 'BUDGET.YEAR_CLOSED' });
  const { rows } = await owner.query<{ budget_id: string }>('SELECT budget_id FROM budget WHERE year = 2025');
  const raise = await post(`/v1/budgets/${rows[0]?.budget_id}/raises`, FINANCE, { funders: more });
  expect(raise.json()).toMatchObject({ status: 409, code: 'BUDGET.YEAR_CLOSED' });

  // A late upload of a meal of the closed year is paid by the current one.
  const other = await elder();
  const late = order(other, { serviceDate: OLD });
  await service.publish(placed(late), served(late));
  await expectClaims(service, other, ['settled OK 300']);
  expect(await balances(2025)).toEqual(closed);
  expect(await balances(2026)).toMatchObject({ 'funder:city:2026:spent': 150 });

  // All of it is told, so that the books can be rebuilt from the log.
  await eventually(async () => (await service.events(ClaimHeldV1)).some(({ data }) => data.personId === other));
  const bookYears = (events: readonly { data: { bookYear?: number | undefined } }[]) =>
    events.flatMap(({ data }) => data.bookYear ?? []);
  expect(bookYears(await service.events(ClaimHeldV1))).toEqual([2026]);
  expect(bookYears(await service.events(ClaimReversedV1))).toEqual([2026, 2026]);
  expect((await service.events(YearClosingRequestedV1)).map(({ data }) => data.year)).toEqual([2025]);
  const [closing, ...more2] = await service.events(YearClosedV1);
  expect([closing?.data.year, closing?.actor, more2]).toEqual([2025, 'staff:checker-1', []]);
});

it('a pool that would last for ages has no date of exhaustion, and is shown with the others', async () => {
  const funders = [{ funder: 'city', amountFen: 10_000_000_000 }];
  const budgetId = uuidv7();
  const wish = { budgetId, packId: 'cn-shenyang-shenbei', area: 'shenyang', year: 2026, funders };
  expect((await post('/v1/budgets', FINANCE, wish)).statusCode).toBe(201);
  // One fen in four weeks.
  await owner.query(`UPDATE budget_mark SET day = day - 27, used_fen = -1 WHERE budget_id = $1`, [budgetId]);
  const answer = await service.inject({ method: 'GET', url: `/v1/budgets/${budgetId}`, as: FINANCE });
  expect(answer.json()).toMatchObject({ amountFen: 10_000_000_000, forecastOn: null });
});
