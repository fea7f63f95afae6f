import type { EventData } from '@doorstep/contracts';
import {
  ClaimDeniedV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  DayCareFeeDecidedV1,
} from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import { newEvent } from '@doorstep/messaging';
import { eventually } from '@doorstep/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { World } from './world.js';
import { HUISHAN, openWorld, staff, TODAY } from './world.js';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  await world.plan(TODAY, { places: 50 });
});
afterAll(() => world.close());

const at = '2026-11-23T09:00:00.000Z';
const shares = [
  { funder: 'central', fen: 4250 },
  { funder: 'local', fen: 750 },
];
const view = async (id: string) => (await world.inject({ method: 'GET', url: `/v1/bookings/${id}`, as: staff })).json();

async function booked(serviceDate = TODAY): Promise<{ id: string; personId: string }> {
  const [personId] = (await world.people(1)) as [string];
  return { id: (await world.book(personId, { serviceDate })).json().id, personId };
}

function claimOf({ id, personId }: { id: string; personId: string }, claimId = uuidv7()) {
  const origin = { kind: 'day_care' as const, id };
  return { claimId, origin, personId, siteId: HUISHAN, serviceDate: TODAY, mealPeriod: null };
}

function decision(outcome: 'approve' | 'deny', subsidyFen: number): EventData<typeof ClaimHeldV1>['decision'] {
  return {
    outcome,
    reason: outcome === 'approve' ? 'OK' : 'NO_VOUCHER',
    packId: 'cn-daycare-voucher',
    ruleVersion: '1',
    grossFen: 9000,
    discountFen: 0,
    subsidyFen,
    deliveryFen: 0,
    operatorFen: 0,
    selfPayFen: 9000 - subsidyFen,
    shares: outcome === 'approve' ? shares : [],
    steps: [],
    flags: [],
  };
}
const basis = { factIds: [], packHash: null, decisionNumber: 1, budgetVersion: null };
const decided = (
  claim: ReturnType<typeof claimOf>,
  outcome: 'approve' | 'deny',
  correctsClaimId: string | null = null,
) => ({
  ...claim,
  decision: decision(outcome, outcome === 'approve' ? 5000 : 0),
  basis,
  decidedAt: at,
  correctsClaimId,
});

describe('what benefits decides', () => {
  it('shows on the booking: held, fee, settled', async () => {
    const booking = await booked();
    const claim = claimOf(booking);
    await world.publish(newEvent(ClaimHeldV1, booking.personId, decided(claim, 'approve')));
    await eventually(async () => (await view(booking.id)).claims[0]?.state === 'held');
    const money = { subsidyFen: 5000, deliveryFen: 0, operatorFen: 0, shares };
    const fee = {
      kind: 'stay' as const,
      feeFen: 9000,
      insurancePaidFen: 1000,
      otherPublicPaidFen: 0,
      subsidyFen: 5000,
      selfPayFen: 3000,
      packId: 'cn-daycare-voucher',
      ruleVersion: '1',
      steps: [{ code: 'TARIFF_DAY', fen: 9000, source: 'design' }],
      decidedAt: at,
    };
    await world.publish(
      newEvent(DayCareFeeDecidedV1, booking.personId, {
        ...fee,
        bookingId: booking.id,
        personId: booking.personId,
        siteId: HUISHAN,
        serviceDate: TODAY,
      }),
      newEvent(ClaimSettledV1, booking.personId, { ...claim, ...money, ledgerTransactionId: uuidv7(), settledAt: at }),
    );
    await eventually(async () => (await view(booking.id)).claims[0]?.state === 'settled');
    expect(await view(booking.id)).toMatchObject({
      fee,
      claims: [
        { claimId: claim.claimId, state: 'settled', outcome: 'approve', reason: 'OK', subsidyFen: 5000, shares },
      ],
    });
  });

  it('shows a denial, a release, and a correction after a reversal', async () => {
    const [denied, released, reversed] = [await booked(), await booked(), await booked()];
    const [first, second] = [claimOf(reversed), claimOf(reversed)];
    const gone = claimOf(released);
    const nothing = { subsidyFen: 5000, deliveryFen: 0, operatorFen: 0, shares, cause: 'late_fact' };
    await world.publish(
      newEvent(ClaimDeniedV1, denied.personId, decided(claimOf(denied), 'deny')),
      newEvent(ClaimHeldV1, released.personId, decided(gone, 'approve')),
      newEvent(ClaimReleasedV1, released.personId, { ...gone, cause: 'cancelled', releasedAt: at }),
      newEvent(ClaimHeldV1, reversed.personId, decided(first, 'approve')),
      newEvent(ClaimReversedV1, reversed.personId, {
        ...first,
        ...nothing,
        ledgerTransactionId: uuidv7(),
        reversedAt: at,
      }),
      newEvent(ClaimDeniedV1, reversed.personId, decided(second, 'deny', first.claimId)),
    );
    await eventually(async () => (await view(reversed.id)).claims.length === 2);
    expect((await view(reversed.id)).claims).toEqual([
      expect.objectContaining({ state: 'reversed', outcome: 'approve', subsidyFen: 0, shares: [] }),
      expect.objectContaining({ state: 'denied', reason: 'NO_VOUCHER', correctsClaimId: first.claimId }),
    ]);
    await eventually(async () => (await view(released.id)).claims[0]?.state === 'released');
    expect((await view(denied.id)).claims).toEqual([
      expect.objectContaining({ state: 'denied', reason: 'NO_VOUCHER' }),
    ]);
  });

  it('leaves claims of meals alone', async () => {
    const booking = await booked();
    const meal = {
      ...claimOf(booking),
      origin: { kind: 'meal_order' as const, id: booking.id },
      mealPeriod: 'lunch' as const,
    };
    await world.publish(
      newEvent(ClaimHeldV1, booking.personId, decided(meal as never, 'approve')),
      newEvent(ClaimHeldV1, booking.personId, decided(claimOf(booking), 'approve')),
    );
    await eventually(async () => (await view(booking.id)).claims.length > 0);
    expect((await view(booking.id)).claims).toHaveLength(1);
  });

  it('is parked, not dropped, when the booking is unknown', async () => {
    const stranger = { id: uuidv7(), personId: (await world.people(1))[0] as string };
    await world.publish(newEvent(ClaimHeldV1, stranger.personId, decided(claimOf(stranger), 'approve')));
    await eventually(async () => {
      const { items } = (await world.inject({ method: 'GET', url: '/v1/parked-keys' })).json();
      return items.some(({ key }: { key: string }) => key === stranger.personId);
    });
  });
});
