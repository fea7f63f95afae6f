import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BudgetState } from '@doorstep/contracts';
import {
  BudgetExhaustedV1,
  BudgetOpenedV1,
  ClaimDeniedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  DayCareFeeDecidedV1,
  EntitlementUpdatedV1,
  PolicyActivatedV1,
} from '@doorstep/contracts';
import { FixedClock, uuidv7 } from '@doorstep/kernel';
import type { TestService } from '@doorstep/testing';
import { eventually, startTestService } from '@doorstep/testing';
import pg from 'pg';
import { benefits } from '../src/service.js';
import {
  absent,
  booking,
  cancelled,
  claimsOf,
  confirmed,
  elderEvents,
  expectClaims,
  fact,
  FINANCE,
  order,
  placed,
  returned,
  served,
  siteEvents,
  stayed,
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

/** An elder of whom everything is known: topics are not ordered against each other. */
async function elder(): Promise<string> {
  const personId = uuidv7();
  await service.publish(...elderEvents(personId));
  await eventually(
    async () => (await owner.query('SELECT FROM person_fact WHERE person_id = $1', [personId])).rowCount === 4,
  );
  return personId;
}

async function get<T>(url: string): Promise<T> {
  return (await service.inject({ method: 'GET', url })).json() as T;
}

async function openBudget(amountFen: number, year = 2026): Promise<string> {
  const budgetId = uuidv7();
  const answer = await service.inject({
    method: 'POST',
    url: '/v1/budgets',
    as: FINANCE,
    headers: { 'idempotency-key': budgetId },
    payload: {
      budgetId,
      packId: 'cn-shenyang-shenbei',
      area: 'shenbei',
      year,
      funders: [
        { funder: 'city', amountFen: amountFen / 2 },
        { funder: 'district', amountFen: amountFen / 2 },
      ],
    },
  });
  expect(answer.statusCode).toBe(201);
  return budgetId;
}

describe('from order to settled subsidy', () => {
  it('holds, settles and shows it in claims, budgets and the ledger', async () => {
    const budgetId = await openBudget(100_000);
    const personId = await elder();
    const meal = order(personId);
    await service.publish(placed(meal), served(meal));
    await expectClaims(service, personId, ['settled OK 300']);
    expect(await get<BudgetState>(`/v1/budgets/${budgetId}`)).toMatchObject({
      spentFen: 300,
      heldFen: 0,
      availableFen: 99_700,
    });
    const { items, totalFen } = await get<{ items: { account: string; balanceFen: number }[]; totalFen: number }>(
      '/v1/ledger/accounts?owner=puya',
    );
    expect(items).toMatchObject([{ account: 'operator:puya:payable', balanceFen: 300 }]);
    expect(totalFen).toBe(0);
    const entries = await get<{ items: { amountFen: number; counterAccount: string }[] }>(
      '/v1/ledger/entries?account=operator:puya:payable',
    );
    expect(entries.items.map((entry) => `${entry.counterAccount} ${entry.amountFen}`)).toEqual([
      'funder:city:2026:due 150',
      'funder:district:2026:due 150',
    ]);
    const [claim] = await claimsOf(service, personId);
    const detail = await get<{
      steps: unknown[];
      basis: { factIds: string[] };
      movements: { kind: string }[];
      text: { zh: string };
    }>(`/v1/claims/${claim?.claimId}`);
    expect(detail.steps.length).toBeGreaterThan(0);
    expect(detail.basis.factIds.length).toBeGreaterThan(0);
    expect(detail.movements.map((movement) => movement.kind)).toEqual(['hold', 'settle']);
    expect(detail.text.zh).toContain('您付7元');
  });

  it('publishes each step in order, with the actor and cause of the order, and the entitlement', async () => {
    const personId = await elder();
    const meal = order(personId);
    const [placedId] = await service.publish(placed(meal));
    await expectClaims(service, personId, ['held OK 300']);
    await service.publish(served(meal));
    await expectClaims(service, personId, ['settled OK 300']);
    await eventually(async () => {
      const own = (await service.events()).filter((event) => event.key === personId);
      expect(own.filter((event) => event.topic === 'benefits.claim.events').map((event) => event.type)).toEqual([
        'benefits.claim.held.v1',
        'benefits.claim.settled.v1',
      ]);
      expect(own.find((event) => event.type === 'benefits.claim.held.v1')?.causationid).toBe(placedId);
      const states = (await service.events(EntitlementUpdatedV1)).filter((event) => event.key === personId);
      expect(states.map((event) => event.data.version)).toEqual([1, 2]);
      expect(states.at(-1)?.data.claims).toMatchObject([{ kind: 'meal', subsidyFen: 300, mealPeriod: 'lunch' }]);
      return true;
    });
  });

  it('gives the reason of a refusal, and a cancelled order gives its money back and frees its place', async () => {
    const personId = await elder();
    const first = order(personId);
    await service.publish(placed(first), placed(order(personId, { siteId: 'minfeng' })), cancelled(first));
    // The place that the cancelled order has freed is the other one's, decided again a moment later.
    await expectClaims(service, personId, ['released OK 300', 'denied DUP_PERIOD 0', 'held OK 300']);
    await eventually(async () => {
      const denied = (await service.events(ClaimDeniedV1)).filter((event) => event.key === personId);
      expect(denied.map((event) => event.data.decision.reason)).toEqual(['DUP_PERIOD']);
      return true;
    });
  });

  it('takes a returned meal back with a linked reversal', async () => {
    const personId = await elder();
    const meal = order(personId);
    await service.publish(placed(meal), served(meal), returned(meal));
    await expectClaims(service, personId, ['reversed OK 300']);
    await eventually(async () => {
      const told = await Promise.all([service.events(ClaimSettledV1), service.events(ClaimReversedV1)]);
      expect(told.map((events) => events.filter((event) => event.key === personId).length)).toEqual([1, 1]);
      return true;
    });
  });

  it('has nothing to do with guests', async () => {
    const meal = order(null);
    await service.publish(placed(meal), served(meal));
    const personId = await elder();
    await service.publish(placed(order(personId)));
    await expectClaims(service, personId, ['held OK 300']);
    const rows = await owner.query('SELECT FROM claim_origin WHERE origin_id = $1', [meal.orderId]);
    expect(rows.rowCount).toBe(0);
  });
});

describe('what is learnt late', () => {
  it('an order waits for its person and is decided as soon as the facts come', async () => {
    const personId = uuidv7();
    const meal = order(personId);
    await service.publish(placed(meal), served(meal));
    await eventually(async () => {
      const { rows } = await owner.query(`SELECT reason FROM parked_key WHERE key = $1`, [personId]);
      expect(rows).toEqual([{ reason: 'FACTS_MISSING' }]);
      return true;
    });
    await service.publish(...elderEvents(personId));
    await expectClaims(service, personId, ['settled OK 300']);
  });

  it('a death learnt in the afternoon reverses the lunch', async () => {
    const personId = await elder();
    const meal = order(personId);
    await service.publish(placed(meal), served(meal));
    await expectClaims(service, personId, ['settled OK 300']);
    await service.publish(fact(personId, { kind: 'death', diedOn: '2026-09-14' }, '2026-09-14'));
    await expectClaims(service, personId, ['reversed OK 300', 'denied DECEASED 0']);
    const [reversed, denied] = await claimsOf(service, personId);
    expect(denied?.correctsClaimId).toBe(reversed?.claimId);
  });
});

describe('day care', () => {
  it('an attended day with lunch takes the lunch of a canteen, before or after', async () => {
    const [before, after] = [await elder(), await elder()];
    const meal = order(before);
    await service.publish(placed(meal), served(meal));
    await expectClaims(service, before, ['settled OK 300']);
    await service.publish(stayed(booking(before)));
    await expectClaims(service, before, ['reversed OK 300', 'denied NO_VOUCHER 0', 'denied MEAL_IN_DAYCARE 0']);
    await service.publish(stayed(booking(after)));
    await expectClaims(service, after, ['denied NO_VOUCHER 0']);
    await service.publish(placed(order(after)));
    await expectClaims(service, after, ['denied NO_VOUCHER 0', 'denied MEAL_IN_DAYCARE 0']);
  });

  it('a stay has its fee by level and hours, and an absence 30 % of the day', async () => {
    const [there, away] = [await elder(), await elder()];
    const [day, missed] = [booking(there), booking(away)];
    await service.publish(confirmed(day), confirmed(missed), stayed(day), absent(missed));
    await eventually(async () => {
      const fees = await service.events(DayCareFeeDecidedV1);
      const feeOf = (id: string) => fees.find((event) => event.data.bookingId === id)?.data;
      expect(feeOf(day.bookingId)).toMatchObject({ kind: 'stay', feeFen: 9000, selfPayFen: 9000 });
      expect(feeOf(missed.bookingId)).toMatchObject({ kind: 'no_show', feeFen: 2700, selfPayFen: 2700 });
      return true;
    });
  });
});

describe('budgets and packs', () => {
  it('a pool that runs dry refuses whole claims, is told once, and pays again when raised', async () => {
    const budgetId = await openBudget(400, 2027);
    const [first, second] = [await elder(), await elder()];
    const date = { serviceDate: '2027-01-05' };
    await service.publish(placed(order(first, date)));
    await expectClaims(service, first, ['held OK 300']);
    await service.publish(placed(order(second, date)));
    await expectClaims(service, second, ['denied BUDGET_EXHAUSTED 0']);
    await service.publish(placed(order(second, date)));
    await eventually(async () => {
      const told = (await service.events(BudgetExhaustedV1)).filter((event) => event.data.budgetId === budgetId);
      expect(told.map((event) => event.data.availableFen)).toEqual([100]);
      return true;
    });
    const raise = await service.inject({
      method: 'POST',
      url: `/v1/budgets/${budgetId}/raises`,
      as: FINANCE,
      headers: { 'idempotency-key': uuidv7() },
      payload: { funders: [{ funder: 'city', amountFen: 1000 }] },
    });
    expect(raise.json()).toMatchObject({ amountFen: 1400, version: 4, exhaustedAt: null });
    await service.publish(placed(order(second, date)));
    await expectClaims(service, second, ['denied BUDGET_EXHAUSTED 0', 'denied BUDGET_EXHAUSTED 0', 'held OK 300']);
    await eventually(async () => {
      const opened = (await service.events(BudgetOpenedV1)).filter((event) => event.data.budgetId === budgetId);
      expect(opened.map((event) => event.data.amountFen)).toEqual([400, 1400]);
      return true;
    });
  });

  it('every pack version is published once', async () => {
    const { rows } = await owner.query<{ n: number }>('SELECT count(*)::int AS n FROM policy_pack_version');
    const events = await service.events(PolicyActivatedV1);
    expect(events).toHaveLength(rows[0]?.n ?? 0);
    expect(events.map((event) => event.data.packId)).toContain('cn-shenyang-shenbei');
  });
});
