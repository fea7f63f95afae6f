import type {
  ClaimDeniedV1,
  ClaimExpiredV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  EventData,
} from '@doorstep/contracts';
import { DomainError } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { MealOrder } from '../domain/meal-order.js';
import { DecisionWaiters } from './decision-waiters.js';
import { MealOrders } from './meal-orders.port.js';

type Decided = EventData<typeof ClaimHeldV1> | EventData<typeof ClaimDeniedV1>;
type Settled = EventData<typeof ClaimSettledV1>;
type Ended = EventData<typeof ClaimReleasedV1> | EventData<typeof ClaimExpiredV1>;
type Reversed = EventData<typeof ClaimReversedV1>;

/** A claim of an order that this database has never had: somebody must look (the key is parked). */
export class ClaimOfUnknownOrderError extends DomainError {
  constructor(orderId: string) {
    super('MEAL_ORDER.CLAIM_OF_UNKNOWN_ORDER', 'a claim names an order that is not here', { orderId });
  }
}

/** What `benefits` says about the claims of orders: decision, payment, end, reversal. Set-based; claims of other origins pass by. */
@Injectable()
export class WhenClaimsChangeHandler {
  constructor(
    private readonly orders: MealOrders,
    private readonly waiters: DecisionWaiters,
  ) {}

  async decided(tx: Tx, state: 'held' | 'denied', claims: readonly Decided[]): Promise<void> {
    await this.each(tx, claims, (order, { claimId, decision }) => {
      const { outcome, reason, packId, ruleVersion, steps } = decision;
      const { discountFen, subsidyFen, deliveryFen, shares } = decision;
      const grant = { discountFen, subsidyFen, deliverySubsidyFen: deliveryFen, shares };
      order.decide({ status: 'decided', outcome, reason, packId, ruleVersion, steps: plain(steps) }, grant, {
        id: claimId,
        state,
      });
    });
    tx.afterCommit(() => this.waiters.look());
  }

  async settled(tx: Tx, claims: readonly Settled[]): Promise<void> {
    await this.each(tx, claims, (order, { subsidyFen, deliveryFen, shares }) =>
      order.settleClaim({ subsidyFen, deliverySubsidyFen: deliveryFen, shares }),
    );
  }

  async ended(tx: Tx, state: 'released' | 'expired', claims: readonly Ended[]): Promise<void> {
    await this.each(tx, claims, (order) => order.endClaim(state));
  }

  async reversed(tx: Tx, claims: readonly Reversed[]): Promise<void> {
    await this.each(tx, claims, (order) => order.reverseClaim());
  }

  private async each<Claim extends Settled | Ended | Reversed | Decided>(
    tx: Tx,
    claims: readonly Claim[],
    change: (order: MealOrder, claim: Claim) => void,
  ): Promise<void> {
    const ours = claims.filter(({ origin }) => origin.kind === 'meal_order');
    if (ours.length === 0) return;
    const orders = await this.orders.lock(tx, [...new Set(ours.map(({ origin }) => origin.id))]);
    for (const claim of ours) {
      const order = orders.get(claim.origin.id);
      if (!order) throw new ClaimOfUnknownOrderError(claim.origin.id);
      change(order, claim);
    }
    await this.orders.update(tx, [...orders.values()]);
  }
}

/** zod marks absent members as undefined; the stored steps have none. */
function plain(steps: Decided['decision']['steps']): { code: string; fen?: number; note?: string; source?: string }[] {
  return JSON.parse(JSON.stringify(steps)) as { code: string; fen?: number; note?: string; source?: string }[];
}
