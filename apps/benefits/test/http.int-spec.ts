import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BenefitQuote } from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestRequest, TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import { benefits } from '../src/service.js';
import type { ListedClaim } from './support/city.js';
import {
  booking,
  claimsOf,
  elderEvents,
  expectClaims,
  FINANCE,
  order,
  placed,
  SERVICE_DATE,
  served,
  siteEvents,
  stayed,
} from './support/city.js';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(benefits, { clock: new FixedClock(new Date('2026-09-15T04:00:00Z')) });
  await service.publish(...siteEvents());
});
afterAll(() => service.close(), 60_000);

async function elder(): Promise<string> {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  await eventually(async () => {
    const { decision } = (await quote(mealQuote(personId))).json() as BenefitQuote;
    // Only with all her facts: they may arrive in several batches.
    return decision.outcome === 'approve';
  });
  return personId;
}

const mealQuote = (personId: string, more: object = {}) => ({
  kind: 'meal',
  personId,
  siteId: 'puya',
  serviceDate: SERVICE_DATE,
  mealPeriod: 'lunch',
  priceFen: 1000,
  menu: 'set',
  channel: 'dine_in',
  ...more,
});

const quote = (payload: object, as?: TestRequest['as']) =>
  service.inject({ method: 'POST', url: '/v1/quotes', payload, ...(as === undefined ? {} : { as }) });

const budget = (more: object = {}) => ({
  budgetId: uuidv7(),
  packId: 'cn-shenyang-shenbei',
  area: 'shenbei',
  year: 2099,
  funders: [{ funder: 'city', amountFen: 500 }],
  ...more,
});

const open = (payload: object, key: string = uuidv7(), as: TestRequest['as'] = FINANCE) =>
  service.inject({ method: 'POST', url: '/v1/budgets', payload, headers: { 'idempotency-key': key }, as });

describe('quotes', () => {
  it('equal the decision that follows, and leave no trace', async () => {
    const personId = await elder();
    const first = order(personId, { serviceDate: '2026-09-14' });
    await service.publish(placed(first), served(first));
    await expectClaims(service, personId, ['settled OK 300']);
    for (const siteId of ['puya', 'minfeng', 'chenxing'] as const) {
      const other = await elder();
      const asked = (await quote(mealQuote(other, { siteId }))).json() as BenefitQuote;
      await service.publish(placed(order(other, { siteId })));
      await expectClaims(service, other, [`held OK ${asked.decision.subsidyFen}`]);
      const [claim] = await claimsOf(service, other);
      const detail = (await service.inject({ method: 'GET', url: `/v1/claims/${claim?.claimId}` })).json() as object;
      const { shares, steps, selfPayFen } = asked.decision;
      expect(detail).toMatchObject({ shares, steps, selfPayFen });
    }
    expect(await claimsOf(service, personId)).toHaveLength(1);
  });

  it('say why not, and what a day of care costs', async () => {
    const personId = await elder();
    await service.publish(stayed(booking(personId)));
    await expectClaims(service, personId, ['denied NO_VOUCHER 0']);
    expect((await quote(mealQuote(personId))).json()).toMatchObject({
      decision: { reason: 'MEAL_IN_DAYCARE', selfPayFen: 1000 },
    });
    const care = {
      kind: 'day_care',
      personId,
      siteId: 'huishan-day-care',
      serviceDate: '2026-09-16',
      minutes: 200,
      withLunch: false,
    };
    expect((await quote(care)).json()).toMatchObject({ feeFen: 4550, decision: { selfPayFen: 4550 } });
    expect((await quote(mealQuote(uuidv7()))).json()).toMatchObject({
      decision: { outcome: 'deny', reason: 'FACTS_MISSING' },
    });
  });

  it('are for families about their own elders and for operators at their own site', async () => {
    const personId = await elder();
    const family = { kind: 'family' as const, roles: ['family' as const], scope: { persons: [personId] } };
    expect((await quote(mealQuote(personId), family)).statusCode).toBe(200);
    expect((await quote(mealQuote(await elder()), family)).statusCode).toBe(404);
    const operator = { roles: ['site_operator' as const], scope: { sites: ['minfeng'] } };
    expect((await quote(mealQuote(personId), operator)).statusCode).toBe(404);
    expect((await quote(mealQuote(personId, { siteId: 'minfeng' }), operator)).statusCode).toBe(200);
    expect((await quote(mealQuote(personId), { roles: ['rider'] })).statusCode).toBe(403);
    expect((await quote(mealQuote(personId), null)).statusCode).toBe(401);
  });

  it.each([
    ['a negative price', { priceFen: -1 }],
    ['a fraction', { priceFen: 10.5 }],
    ['a huge price', { priceFen: 1e15 }],
    ['an impossible date', { serviceDate: '2026-02-30' }],
    ['an unknown meal', { mealPeriod: 'brunch' }],
    ['an extra field', { discount: 1 }],
    ['no person', { personId: undefined }],
    ['somebody without a UUID', { personId: '1' }],
  ])('refuse %s', async (_what, more) => {
    expect((await quote(mealQuote(uuidv7(), more))).statusCode).toBe(422);
  });
});

describe('lists of claims', () => {
  it('are paged, filtered and scoped', async () => {
    const personId = await elder();
    const meals = Array.from({ length: 5 }, (_, i) => order(personId, { serviceDate: `2026-10-0${i + 1}` }));
    await service.publish(...meals.map(placed));
    await expectClaims(
      service,
      personId,
      meals.map(() => 'held OK 300'),
    );
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const url = `/v1/claims?personId=${personId}&limit=2${cursor ? `&cursor=${cursor}` : ''}`;
      const page = (await service.inject({ method: 'GET', url })).json() as {
        items: ListedClaim[];
        next: string | null;
      };
      seen.push(...page.items.map((claim) => claim.claimId));
      cursor = page.next;
    }
    expect(new Set(seen).size).toBe(5);
    const list = async (query: string, as: TestRequest['as']) =>
      (await service.inject({ method: 'GET', url: `/v1/claims?${query}`, as: as ?? {} })).json() as {
        items: ListedClaim[];
      };
    const operator = { roles: ['site_operator' as const], scope: { sites: ['puya'] } };
    expect((await list(`personId=${personId}&state=held`, operator)).items).toHaveLength(5);
    expect((await list(`personId=${personId}&serviceDate=2026-10-03`, operator)).items).toHaveLength(1);
    const stranger = { kind: 'family' as const, roles: ['family' as const], scope: { persons: [uuidv7()] } };
    expect((await list(`personId=${personId}`, stranger)).items).toEqual([]);
    const one = { method: 'GET' as const, url: `/v1/claims/${seen[0]}` };
    expect((await service.inject({ ...one, as: stranger })).statusCode).toBe(404);
    expect((await service.inject({ ...one, as: operator })).statusCode).toBe(200);
    expect((await service.inject({ method: 'GET', url: '/v1/claims?cursor=eyJhIjoxfQ' })).statusCode).toBe(422);
    expect((await service.inject({ method: 'GET', url: '/v1/claims?state=lost' })).statusCode).toBe(422);
    expect((await service.inject({ method: 'GET', url: `/v1/claims/${uuidv7()}` })).statusCode).toBe(404);
  });
});

describe('budgets', () => {
  it('are opened once, whatever is sent again', async () => {
    const key = uuidv7();
    const wish = budget();
    const answers = await Promise.all(Array.from({ length: 5 }, () => open(wish, key)));
    expect(new Set(answers.map((answer) => answer.statusCode))).toEqual(new Set([201]));
    expect((await open({ ...wish, reservedFen: 1 }, key)).json()).toMatchObject({
      status: 422,
      code: 'IDEMPOTENCY.KEY_REUSED',
    });
    expect((await open(budget())).json()).toMatchObject({ status: 409, code: 'BUDGET.EXISTS' });
    const found = await service.inject({ method: 'GET', url: '/v1/budgets?year=2099' });
    expect(found.json()).toMatchObject({ items: [{ amountFen: 500, version: 1 }], next: null });
    const ledger = await service.inject({ method: 'GET', url: '/v1/ledger/accounts?year=2099&kind=available' });
    expect(ledger.json()).toMatchObject({
      items: [{ account: 'funder:city:2099:available', balanceFen: 500 }],
      totalFen: 0,
    });
  });

  it.each([
    ['no money', { year: 2100, funders: [] }, 422],
    [
      'a funder twice',
      {
        year: 2100,
        funders: [
          { funder: 'a', amountFen: 1 },
          { funder: 'a', amountFen: 1 },
        ],
      },
      422,
    ],
    ['zero', { year: 2100, funders: [{ funder: 'a', amountFen: 0 }] }, 422],
    [
      'too much',
      {
        year: 2100,
        funders: [
          { funder: 'a', amountFen: 1e10 },
          { funder: 'b', amountFen: 1 },
        ],
      },
      422,
    ],
    ['a reserve above the whole', { year: 2100, reservedFen: 501 }, 422],
    ['no year', { year: undefined }, 422],
  ])('refuse %s', async (_what, more, status) => {
    expect((await open(budget(more))).statusCode).toBe(status);
  });

  it('are not for operators, and cannot be raised when they are not there', async () => {
    expect(
      (await open(budget({ year: 2101 }), uuidv7(), { roles: ['site_operator'], scope: { sites: ['puya'] } }))
        .statusCode,
    ).toBe(403);
    const raise = await service.inject({
      method: 'POST',
      url: `/v1/budgets/${uuidv7()}/raises`,
      payload: { funders: [{ funder: 'city', amountFen: 1 }] },
      headers: { 'idempotency-key': uuidv7() },
    });
    expect(raise.statusCode).toBe(404);
  });
});

describe('the ledger', () => {
  it('shows operators what is owed to them and nothing else', async () => {
    const operator = { roles: ['site_operator' as const], scope: { sites: ['puya'] } };
    const entries = (account: string) =>
      service.inject({ method: 'GET', url: `/v1/ledger/entries?account=${account}`, as: operator });
    expect((await entries('operator:puya:payable')).statusCode).toBe(200);
    expect((await entries('operator:minfeng:payable')).statusCode).toBe(404);
    expect((await entries('funder:city:2026:spent')).statusCode).toBe(404);
    expect((await service.inject({ method: 'GET', url: '/v1/ledger/accounts', as: operator })).statusCode).toBe(403);
  });

  it('knows its balances at any moment', async () => {
    const before = await service.inject({ method: 'GET', url: '/v1/ledger/accounts?at=2020-01-01T00:00:00Z' });
    const { items, totalFen } = before.json() as { items: { balanceFen: number }[]; totalFen: number };
    expect(totalFen).toBe(0);
    expect(items.every((account) => account.balanceFen === 0)).toBe(true);
    const now = (await service.inject({ method: 'GET', url: '/v1/ledger/accounts' })).json() as typeof before;
    expect(now).toMatchObject({ totalFen: 0 });
  });
});
