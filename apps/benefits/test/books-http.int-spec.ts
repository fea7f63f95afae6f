import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { BudgetLowV1, DifferencePostedV1, MealOrderServedV1 } from '@doorstep/contracts';
import type {
  BudgetState,
  ClaimDetail,
  CorrectionView,
  EntitlementView,
  LedgerAccount,
  RefundDue,
} from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../src/service.js';
import {
  claimsOf,
  elderEvents,
  expectClaims,
  fact,
  FINANCE,
  order,
  placed,
  returned,
  served,
  SERVICE_DATE,
  siteEvents,
} from './support/city.js';
import { brokenInvariants } from './support/invariants.js';

let service: TestService;
let owner: pg.Client;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  owner = new pg.Client({ connectionString: service.database.ownerUrl });
  await owner.connect();
  await service.publish(...siteEvents());
});
afterAll(async () => {
  await owner.end();
  await service.close();
});
afterEach(async () => expect(await brokenInvariants(owner)).toEqual([]));

async function elder(): Promise<string> {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  await eventually(
    async () => (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rowCount === 4,
  );
  return personId;
}

async function get<T>(url: string): Promise<T> {
  const answer = await service.inject({ method: 'GET', url });
  expect([url, answer.statusCode]).toEqual([url, 200]);
  return answer.json() as T;
}

const post = (url: string, payload: object, as = FINANCE) =>
  service.inject({ method: 'POST', url, as, headers: { 'idempotency-key': uuidv7() }, payload });

const openBudget = (more: object) =>
  post('/v1/budgets', {
    budgetId: uuidv7(),
    packId: 'cn-shenyang-shenbei',
    area: 'shenbei',
    year: 2026,
    funders: [{ funder: 'city', amountFen: 1000 }],
    ...more,
  });

describe('a late fact', () => {
  it('shows before and after, who bears the difference, and the way from the claim to its funders', async () => {
    expect((await openBudget({ purpose: 'losses' })).statusCode).toBe(201);
    const personId = await elder();
    const meal = order(personId);
    await service.publish(placed(meal), served(meal));
    await expectClaims(service, personId, ['settled OK 300']);
    await service.publish(fact(personId, { kind: 'death', diedOn: '2026-09-10' }, '2026-09-10'));
    await expectClaims(service, personId, ['reversed OK 300', 'denied DECEASED 0']);
    const { items } = await get<{ items: CorrectionView[] }>(`/v1/corrections?personId=${personId}`);
    expect(items).toMatchObject([
      {
        why: 'late_facts',
        before: { state: 'reversed', subsidyFen: 300, selfPayFen: 700 },
        after: { state: 'denied', reason: 'DECEASED', subsidyFen: 0, selfPayFen: 1000 },
        difference: { fen: 300, bearer: 'loss_account', cause: 'late_facts' },
      },
    ]);
    const lineage = await get<{ transactions: { kind: string; postings: { from: string }[] }[] }>(
      `/v1/ledger/claims/${items[0]?.before.claimId}`,
    );
    expect(lineage.transactions.map(({ kind }) => kind)).toEqual(['hold', 'settle', 'reverse']);
    const accounts = await get<{ items: LedgerAccount[] }>('/v1/ledger/accounts?owner=cn-shenyang-shenbei');
    expect(accounts.items).toMatchObject([{ account: 'loss:cn-shenyang-shenbei:2026:available', balanceFen: 700 }]);
    expect(await get('/v1/corrections/progress')).toEqual({ waiting: 0, failing: 0 });
    await eventually(async () => (await service.events(DifferencePostedV1)).length === 1);
  });

  it('is told to the elder, the hotline and the auditor', async () => {
    const personId = await elder();
    await service.publish(placed(order(personId)));
    await expectClaims(service, personId, ['held OK 300']);
    const [claim] = await claimsOf(service, personId);
    const { explanation } = await get<ClaimDetail>(`/v1/claims/${claim?.claimId}`);
    expect(explanation.elder.zh).toContain('3');
    expect(explanation.hotline.en).toContain('Rule:');
    expect(explanation.auditor.zh.length).toBeGreaterThan(4);
  });
});

it('a diner who paid too much gets it back, once, and never more than is due', async () => {
  const personId = await elder();
  const meal = order(personId);
  const { orderId, siteId, serviceDate, mealPeriod } = meal;
  const receipt = { orderId, personId, siteId, serviceDate, mealPeriod, servedAt: '2026-09-15T04:00:00.000Z' };
  await service.publish(
    placed(meal),
    newEvent(MealOrderServedV1, personId, { ...receipt, by: 'handover', receiptSelfPayFen: 1000 }),
  );
  await expectClaims(service, personId, ['settled OK 300']);
  const due = await get<{ items: RefundDue[] }>(`/v1/refunds?personId=${personId}`);
  expect(due.items).toMatchObject([{ owedFen: 300, toPayFen: 300 }]);
  const payment = { paymentId: uuidv7(), personId, kind: 'refund', amountFen: 300, reference: 'R-1' };
  expect((await post('/v1/refunds/payments', { ...payment, amountFen: 301 })).statusCode).toBe(422);
  expect((await post('/v1/refunds/payments', payment)).json()).toMatchObject({ refundedFen: 300, toPayFen: 0 });
  expect((await post('/v1/refunds/payments', { ...payment, paymentId: uuidv7() })).statusCode).toBe(422);

  // The meal was taken back after all: what was paid out is owed back, once.
  await service.publish(returned(meal));
  await expectClaims(service, personId, ['reversed OK 300']);
  const now = await get<{ items: RefundDue[] }>(`/v1/refunds?personId=${personId}`);
  expect(now.items).toMatchObject([{ owedFen: 0, toPayFen: 0, toCollectFen: 300 }]);
  const back = () => post('/v1/refunds/payments', { ...payment, paymentId: uuidv7(), kind: 'collect' });
  expect((await back()).json()).toMatchObject({ collectedFen: 300, toPayFen: 0, toCollectFen: 0 });
  expect((await back()).statusCode).toBe(422);
});

it('an entitlement shows caps with what is left, and the meals that are taken', async () => {
  const personId = await elder();
  await service.publish(placed(order(personId)));
  await expectClaims(service, personId, ['held OK 300']);
  const shown = await get<EntitlementView>(`/v1/entitlements/${personId}?on=${SERVICE_DATE}`);
  expect(shown.caps).toContainEqual(
    expect.objectContaining({ window: 'month', unit: 'money', most: 9000, used: 300, left: 8700 }),
  );
  expect(shown.taken).toMatchObject([{ mealPeriod: 'lunch', siteId: 'puya' }]);
});

it('balances can be asked as of a service date', async () => {
  const spentUntil = async (date: string): Promise<number> => {
    const { items } = await get<{ items: LedgerAccount[] }>(
      `/v1/ledger/accounts?owner=city&kind=held&servedUntil=${date}`,
    );
    return items.reduce((sum, { balanceFen }) => sum + balanceFen, 0);
  };
  const before = await spentUntil('2026-10-05');
  const personId = await elder();
  await service.publish(placed(order(personId, { serviceDate: '2026-10-06' })));
  await expectClaims(service, personId, ['held OK 300']);
  expect(await spentUntil('2026-10-05')).toBe(before);
  expect(await spentUntil('2026-10-06')).toBe(before + 150);
});

it('a budget tells once for each level that it reaches', async () => {
  const answer = await openBudget({ year: 2028, funders: [{ funder: 'city', amountFen: 700 }], alertLevels: [40, 80] });
  const { budgetId } = answer.json() as BudgetState;
  const { rows } = await owner.query('SELECT used_fen FROM budget_mark WHERE budget_id = $1', [budgetId]);
  expect(rows).toEqual([{ used_fen: '0' }]);
  for (const mealPeriod of ['lunch', 'dinner'] as const)
    await service.publish(placed(order(await elder(), { serviceDate: '2028-03-01', mealPeriod })));
  await eventually(async () => {
    const told = (await service.events(BudgetLowV1)).filter((event) => event.data.budgetId === budgetId);
    expect(told.map((event) => event.data.levelPercent).at(-1)).toBe(80);
    return true;
  });
});

it('the calendar of a year is taken in as a whole, and refuses days of another', async () => {
  const clerk = { subject: 'clerk-1', roles: ['civil_affairs_clerk' as const], scope: { all: true } };
  const put = (payload: object) => service.inject({ method: 'PUT', url: '/v1/calendar/2026', as: clerk, payload });
  const days = ['statutory', 'holiday', 'makeup_workday'].map((kind, day) => ({ date: `2026-10-0${day + 1}`, kind }));
  expect((await put({ source: 'announcement', days: [{ date: '2027-01-01', kind: 'holiday' }] })).statusCode).toBe(422);
  expect((await put({ source: 'announcement', days })).json()).toMatchObject({ year: 2026, days });
  expect((await put({ source: 'announcement', days })).statusCode).toBe(200);
  expect((await service.inject({ method: 'GET', url: '/v1/calendar/2027' })).statusCode).toBe(404);
});
