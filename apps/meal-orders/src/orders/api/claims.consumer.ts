import {
  ClaimDeniedV1,
  ClaimExpiredV1,
  ClaimHeldV1,
  ClaimReleasedV1,
  ClaimReversedV1,
  ClaimSettledV1,
} from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { WhenClaimsChangeHandler } from '../application/when-claims-change.handler.js';

@EventConsumer()
export class ClaimsConsumer {
  constructor(private readonly claims: WhenClaimsChangeHandler) {}

  @On(ClaimHeldV1)
  async held(events: readonly ReceivedEvent<typeof ClaimHeldV1>[], { tx }: BatchContext): Promise<void> {
    await this.claims.decided(
      tx,
      'held',
      events.map(({ data }) => data),
    );
  }

  @On(ClaimDeniedV1)
  async denied(events: readonly ReceivedEvent<typeof ClaimDeniedV1>[], { tx }: BatchContext): Promise<void> {
    await this.claims.decided(
      tx,
      'denied',
      events.map(({ data }) => data),
    );
  }

  @On(ClaimSettledV1)
  async settled(events: readonly ReceivedEvent<typeof ClaimSettledV1>[], { tx }: BatchContext): Promise<void> {
    await this.claims.settled(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(ClaimReleasedV1)
  async released(events: readonly ReceivedEvent<typeof ClaimReleasedV1>[], { tx }: BatchContext): Promise<void> {
    await this.claims.ended(
      tx,
      'released',
      events.map(({ data }) => data),
    );
  }

  @On(ClaimExpiredV1)
  async expired(events: readonly ReceivedEvent<typeof ClaimExpiredV1>[], { tx }: BatchContext): Promise<void> {
    await this.claims.ended(
      tx,
      'expired',
      events.map(({ data }) => data),
    );
  }

  @On(ClaimReversedV1)
  async reversed(events: readonly ReceivedEvent<typeof ClaimReversedV1>[], { tx }: BatchContext): Promise<void> {
    await this.claims.reversed(
      tx,
      events.map(({ data }) => data),
    );
  }
}
