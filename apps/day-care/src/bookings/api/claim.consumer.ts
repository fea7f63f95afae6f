import type { EventData, EventDefinition } from '@doorstep/contracts';
import {
  ClaimDeniedV1,
  ClaimExpiredV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
  DayCareFeeDecidedV1,
} from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import type { ClaimNews } from '../application/booking-claims.port.js';
import { BookingClaims } from '../application/booking-claims.port.js';

type Events<D extends EventDefinition> = readonly ReceivedEvent<D>[];

/** Shows on each booking what `benefits` decided about it. Claims of meals share the topic and are not ours. */
@EventConsumer()
export class ClaimConsumer {
  constructor(private readonly claims: BookingClaims) {}

  @On(ClaimHeldV1)
  held(events: Events<typeof ClaimHeldV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepClaims(
      tx,
      ofDayCare(events).map((data) => decided(data, 'held')),
    );
  }

  @On(ClaimDeniedV1)
  denied(events: Events<typeof ClaimDeniedV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepClaims(
      tx,
      ofDayCare(events).map((data) => decided(data, 'denied')),
    );
  }

  @On(ClaimSettledV1)
  settled(events: Events<typeof ClaimSettledV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepClaims(
      tx,
      ofDayCare(events).map((data) => ({ ...paid(data), state: 'settled' })),
    );
  }

  @On(ClaimReleasedV1)
  released(events: Events<typeof ClaimReleasedV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepClaims(
      tx,
      ofDayCare(events).map((data) => ended(data, 'released')),
    );
  }

  @On(ClaimExpiredV1)
  expired(events: Events<typeof ClaimExpiredV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepClaims(
      tx,
      ofDayCare(events).map((data) => ended(data, 'expired')),
    );
  }

  @On(ClaimReversedV1)
  reversed(events: Events<typeof ClaimReversedV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepClaims(
      tx,
      ofDayCare(events).map((data) => ended(data, 'reversed')),
    );
  }

  @On(DayCareFeeDecidedV1)
  feeDecided(events: Events<typeof DayCareFeeDecidedV1>, { tx }: BatchContext): Promise<void> {
    return this.claims.keepFees(
      tx,
      events.map(({ data }) => data),
    );
  }
}

interface WithOrigin {
  readonly claimId: string;
  readonly origin: { readonly kind: 'meal_order' | 'day_care'; readonly id: string };
}

function ofDayCare<Data extends WithOrigin>(events: readonly { readonly data: Data }[]): Data[] {
  return events.map(({ data }) => data).filter(({ origin }) => origin.kind === 'day_care');
}

function decided(data: EventData<typeof ClaimHeldV1>, state: 'held' | 'denied'): ClaimNews {
  const { outcome, reason, subsidyFen, shares } = data.decision;
  return { ...reference(data), state, outcome, reason, subsidyFen, shares, correctsClaimId: data.correctsClaimId };
}

function paid(data: EventData<typeof ClaimSettledV1>): Omit<ClaimNews, 'state'> {
  return { ...reference(data), subsidyFen: data.subsidyFen, shares: data.shares };
}

/** A claim that ended without payment, or whose payment was taken back, pays nothing. */
function ended(data: WithOrigin, state: 'released' | 'expired' | 'reversed'): ClaimNews {
  return { ...reference(data), state, subsidyFen: 0, shares: [] };
}

function reference({ claimId, origin }: WithOrigin): { claimId: string; bookingId: string } {
  return { claimId, bookingId: origin.id };
}
