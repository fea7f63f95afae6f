import { AccountChangedV1, DeviceChangedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { RevokeSessions } from '../application/revoke-sessions.js';

/** Follows accounts and shared devices: what somebody proved before the change is worth nothing after it. */
@EventConsumer()
export class AccountConsumer {
  constructor(private readonly revoke: RevokeSessions) {}

  @On(AccountChangedV1)
  accounts(events: readonly ReceivedEvent<typeof AccountChangedV1>[], { tx }: BatchContext): Promise<void> {
    return this.revoke.ofAccounts(
      tx,
      events.map(({ data }) => data),
    );
  }

  @On(DeviceChangedV1)
  devices(events: readonly ReceivedEvent<typeof DeviceChangedV1>[], { tx }: BatchContext): Promise<void> {
    return this.revoke.ofDevices(
      tx,
      events.map(({ data }) => data),
    );
  }
}
