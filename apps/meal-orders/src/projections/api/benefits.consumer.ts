import { EntitlementUpdatedV1, PolicyActivatedV1, PolicySupersededV1, PolicyWithdrawnV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { Projections } from '../application/projections.port.js';

type PolicyEvent = typeof PolicyActivatedV1 | typeof PolicySupersededV1 | typeof PolicyWithdrawnV1;

@EventConsumer()
export class BenefitsConsumer {
  constructor(private readonly projections: Projections) {}

  /** One array in order: a version that goes makes room for the one that takes over. */
  @On(PolicyActivatedV1, PolicySupersededV1, PolicyWithdrawnV1)
  async policies(events: readonly ReceivedEvent<PolicyEvent>[], { tx }: BatchContext): Promise<void> {
    const announced = events.map(({ type, data }) => ({ ...data, active: type === PolicyActivatedV1.type }));
    // A draft that was withdrawn never held: it has no number.
    await this.projections.putPolicies(
      tx,
      announced.filter(({ version }) => version > 0),
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
