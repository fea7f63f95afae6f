import { EntitlementUpdatedV1, PolicyActivatedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { Projections } from '../application/projections.port.js';

@EventConsumer()
export class BenefitsConsumer {
  constructor(private readonly projections: Projections) {}

  @On(PolicyActivatedV1)
  async policies(events: readonly ReceivedEvent<typeof PolicyActivatedV1>[], { tx }: BatchContext): Promise<void> {
    await this.projections.putPolicies(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(EntitlementUpdatedV1)
  async entitlements(
    events: readonly ReceivedEvent<typeof EntitlementUpdatedV1>[],
    { tx }: BatchContext,
  ): Promise<void> {
    await this.projections.putEntitlements(
      tx,
      events.map(({ data }) => data),
    );
  }
}
