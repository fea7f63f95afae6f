import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { OrderView } from '@doorstep/contracts';
import {
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  EntitlementUpdatedV1,
  PersonErasedV1,
  PersonFactRecordedV1,
  PersonFactRetractedV1,
} from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { Canteen, soon } from './canteen.js';
import { FRIDAY, TEN } from './mothers.js';
import { orderBody, puyaOperator } from './requests.js';

let canteen: Canteen;

beforeAll(async () => {
  canteen = await Canteen.open();
  await canteen.putMenu();
});
afterAll(async () => canteen.close());

/** Waits until the order lies in the database, as `benefits` would see it on the topic. */
const stored = (id: string): Promise<OrderView> =>
  eventually(async () => {
    const order = await canteen.find(id);
    return order.id === id ? order : undefined;
  }) as Promise<OrderView>;

const claimRef = ({ id, personId, siteId, serviceDate, mealPeriod }: OrderView, claimId: string) => ({
  ...{ claimId, personId: personId as string, siteId, serviceDate, mealPeriod },
  origin: { kind: 'meal_order' as const, id },
});

describe('Prefer: wait', () => {
  it('shows the decided price when it comes in time', async () => {
    const body = orderBody({ personId: await canteen.person() });
    const started = performance.now();
    const answering = canteen.post('/v1/orders', body, puyaOperator, { prefer: 'wait=10' });
    const claimId = await canteen.decide(await stored(body.id), 200);
    const answer = await answering;
    expect(performance.now() - started).toBeLessThan(9_000);
    expect(answer.statusCode).toBe(201);
    expect(answer.json()).toMatchObject({
      price: { subsidyFen: 200, selfPayFen: 800, differenceFen: 0 },
      decision: { status: 'decided', outcome: 'approve' },
      claim: { id: claimId, state: 'held' },
    });
  });

  it('answers provisionally when the time is up, and then the price stands', async () => {
    const body = orderBody({ personId: await canteen.person() });
    const answer = await canteen.post('/v1/orders', body, puyaOperator, { prefer: 'wait=1' });
    expect(answer.json()).toMatchObject({ decision: { status: 'provisional' }, price: { selfPayFen: 700 } });
    await canteen.decide(answer.json<OrderView>(), 0, 'MONTH_MONEY_CAP');
    await soon(async () =>
      expect(await canteen.find(body.id)).toMatchObject({
        price: { subsidyFen: 0, selfPayFen: 700, differenceFen: 300 },
        decision: { status: 'decided', outcome: 'deny', reason: 'MONTH_MONEY_CAP' },
        claim: { state: 'denied' },
      }),
    );
  });

  it('lets many wait with one query and no connection each', async () => {
    const bodies = [];
    for (let n = 0; n < 30; n++) bodies.push(orderBody({ personId: uuidv7() }));
    const waiting = bodies.map((body) => canteen.post('/v1/orders', body, puyaOperator, { prefer: 'wait=10' }));
    await eventually(async () => (await canteen.count('meal_order', `not price_final`)) === bodies.length);
    const other = await canteen.order(); // the pool of six connections is free for others
    expect(other.state).toBe('placed');
    for (const body of bodies) await canteen.decide(await stored(body.id), 100);
    const answers = await Promise.all(waiting);
    for (const answer of answers)
      expect(answer.json()).toMatchObject({ price: { selfPayFen: 900 }, decision: { status: 'decided' } });
  });

  it('does not hold the answer for a guest', async () => {
    const started = performance.now();
    await canteen.order({}, puyaOperator, { prefer: 'wait=10' });
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  it('keeps what was paid in the same call', async () => {
    const body = orderBody({ personId: await canteen.person(), handedOver: true, tender: { means: 'cash' } });
    const answering = canteen.post('/v1/orders', body, puyaOperator, { prefer: 'wait=10' });
    await canteen.decide(await stored(body.id), 0, 'BUDGET_EXHAUSTED');
    const order = (await answering).json<OrderView>();
    expect(order).toMatchObject({
      price: { selfPayFen: 700, differenceFen: 300 },
      payment: { dueFen: 700, paidFen: 700 },
      decision: { reason: 'BUDGET_EXHAUSTED' },
    });
  });
});

describe('the claim of an order', () => {
  it('is settled, reversed after the fact, and the receipt stands', async () => {
    const order = await canteen.order({
      personId: await canteen.person(),
      handedOver: true,
      tender: { means: 'cash' },
    });
    const claimId = await canteen.decide(order, 300);
    const shares = [
      { funder: 'city', fen: 150 },
      { funder: 'district', fen: 150 },
    ];
    const money = { subsidyFen: 300, deliveryFen: 0, operatorFen: 0, shares, ledgerTransactionId: uuidv7() };
    const settled = { ...claimRef(order, claimId), ...money, settledAt: TEN.toISOString() };
    await canteen.service.publish(newEvent(ClaimSettledV1, settled.personId, settled));
    await soon(async () => expect((await canteen.find(order.id)).claim).toEqual({ id: claimId, state: 'settled' }));
    const reversed = { ...claimRef(order, claimId), ...money, cause: 'late_fact', reversedAt: TEN.toISOString() };
    await canteen.service.publish(newEvent(ClaimReversedV1, reversed.personId, reversed));
    await soon(async () =>
      expect(await canteen.find(order.id)).toMatchObject({
        claim: { state: 'reversed' },
        price: { subsidyFen: 0, selfPayFen: 700, differenceFen: 300, shares: [] },
        payment: { dueFen: 700, paidFen: 700 },
      }),
    );
  });

  it('is released with a cancelled order and no longer blocks the next quote', async () => {
    const personId = await canteen.person();
    const order = await canteen.order({ personId });
    const claimId = await canteen.decide(order, 300);
    await soon(async () => expect((await canteen.find(order.id)).claim?.state).toBe('held'));
    const claim = { kind: 'meal' as const, claimId, serviceDate: FRIDAY, mealPeriod: 'lunch' as const, siteId: 'puya' };
    await entitle(personId, 1, [{ ...claim, subsidyFen: 300 }]);
    await canteen.post(`/v1/orders/${order.id}/cancellation`, {});
    const next = await canteen.order({ personId });
    expect(next.price.subsidyFen).toBe(300);
    const released = { ...claimRef(order, claimId), cause: 'cancelled' as const, releasedAt: TEN.toISOString() };
    await canteen.service.publish(newEvent(ClaimReleasedV1, personId, released));
    await soon(async () => expect((await canteen.find(order.id)).claim?.state).toBe('released'));
  });

  it('of an order that nobody knows parks its key and nothing else', async () => {
    const ghost = { ...(await canteen.order({ personId: uuidv7() })), id: uuidv7(), personId: uuidv7() };
    await canteen.decide(ghost, 100);
    await soon(async () => {
      const admin = { subject: 'admin-1', roles: ['administrator' as const] };
      const { items } = (await canteen.ask({ method: 'GET', url: '/v1/parked-keys', as: admin })).json<{
        items: { key: string }[];
      }>();
      expect(items.map(({ key }) => key)).toEqual([ghost.personId]);
    });
    const order = await canteen.order({ personId: await canteen.person() });
    await canteen.decide(order, 300);
    await soon(async () => expect((await canteen.find(order.id)).claim?.state).toBe('held'));
  });
});

describe('what quotes rest on', () => {
  it('follows the registry: a new category, a corrected and a retracted birth date', async () => {
    const personId = await canteen.person('1956-05-01'); // 70: one yuan less at Puya
    expect((await canteen.order({ personId })).price.subsidyFen).toBe(100);
    const factId = uuidv7();
    const fact = { kind: 'birth' as const, bornOn: '1936-05-01' }; // 90: free
    const recorded = { personId, factId, fact, validFrom: '1936-05-01', validTo: null, recordedAt: TEN.toISOString() };
    await canteen.service.publish(newEvent(PersonFactRecordedV1, personId, recorded));
    const dinner = { personId, mealPeriod: 'dinner' };
    await canteen.putMenu(undefined, `/v1/sites/puya/menus/${FRIDAY}/dinner`);
    await soon(async () => expect((await canteen.order(dinner)).price.subsidyFen).toBeGreaterThan(100));
    const retracted = { personId, factId, reason: 'typing_error', recordedAt: TEN.toISOString() };
    await canteen.service.publish(newEvent(PersonFactRetractedV1, personId, retracted));
    await soon(async () => expect(await facts(personId)).toEqual(['1956-05-01']));
  });

  it('knows claims of other services from the entitlement, and keeps its highest version', async () => {
    const personId = await canteen.person();
    const claim = {
      kind: 'meal' as const,
      claimId: uuidv7(),
      serviceDate: FRIDAY,
      mealPeriod: 'lunch' as const,
      siteId: 'minfeng',
    };
    await entitle(personId, 2, [{ ...claim, subsidyFen: 300 }]);
    const event = entitlement(personId, 1, []);
    await canteen.service.publish(newEvent(EntitlementUpdatedV1, personId, event));
    const other = await canteen.person();
    await entitle(other, 1, []);
    expect((await canteen.order({ personId })).decision).toMatchObject({ outcome: 'deny', reason: 'DUP_PERIOD' });
  });
});

type Claims = (typeof EntitlementUpdatedV1)['data']['_output']['claims'];

function entitlement(personId: string, version: number, claims: Claims) {
  return { personId, version, asOf: TEN.toISOString(), claims, lots: [], vouchers: [] };
}

async function entitle(personId: string, version: number, claims: Claims): Promise<void> {
  await canteen.service.publish(newEvent(EntitlementUpdatedV1, personId, entitlement(personId, version, claims)));
  await eventually(
    async () =>
      (await canteen.count('entitlement_projection', 'person_id = $1 and version = $2', [personId, version])) === 1,
  );
}

async function facts(personId: string): Promise<string[]> {
  const sql = 'select facts from person_projection where person_id = $1';
  const { rows } = await canteen.database.query<{ facts: { fact: { bornOn: string } }[] }>(sql, [personId]);
  return (rows[0]?.facts ?? []).map(({ fact }) => fact.bornOn);
}

it('forgets facts and entitlements of whoever is erased', async () => {
  const personId = await canteen.person();
  const erased = { personId, erasureId: uuidv7(), erasedAt: TEN.toISOString(), evidenceUntil: '2056-12-31' };
  await canteen.service.publish(newEvent(PersonErasedV1, personId, erased));
  await eventually(async () => (await canteen.count('person_projection', 'person_id = $1', [personId])) === 0);
  expect(await canteen.count('entitlement_projection', 'person_id = $1', [personId])).toBe(0);
});
