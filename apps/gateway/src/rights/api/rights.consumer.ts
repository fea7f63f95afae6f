import {
  FamilyLinkEndedV1,
  FamilyLinkGrantedV1,
  SiteRecordedV1,
  StaffAssignmentEndedV1,
  StaffAssignmentGrantedV1,
} from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { RightsStore } from '../application/rights.port.js';

/** Follows who was granted what, and where sites lie. All events of one account come in order, from one partition. */
@EventConsumer()
export class RightsConsumer {
  constructor(private readonly rights: RightsStore) {}

  @On(StaffAssignmentGrantedV1)
  granted(events: readonly ReceivedEvent<typeof StaffAssignmentGrantedV1>[], { tx }: BatchContext): Promise<void> {
    return this.rights.grant(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(StaffAssignmentEndedV1)
  ended(events: readonly ReceivedEvent<typeof StaffAssignmentEndedV1>[], { tx }: BatchContext): Promise<void> {
    return this.rights.end(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(FamilyLinkGrantedV1)
  linked(events: readonly ReceivedEvent<typeof FamilyLinkGrantedV1>[], { tx }: BatchContext): Promise<void> {
    return this.rights.link(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(FamilyLinkEndedV1)
  unlinked(events: readonly ReceivedEvent<typeof FamilyLinkEndedV1>[], { tx }: BatchContext): Promise<void> {
    return this.rights.unlink(
      tx,
      events.map(({ data }) => data.linkId),
    );
  }

  @On(SiteRecordedV1)
  sites(events: readonly ReceivedEvent<typeof SiteRecordedV1>[], { tx }: BatchContext): Promise<void> {
    return this.rights.keepSites(
      tx,
      events.map(({ data }) => data),
    );
  }
}
