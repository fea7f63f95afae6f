import { DeviceChangedV1 } from '@doorstep/contracts';
import type { BatchContext, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { TillDevices } from '../application/till-devices.port.js';

/** Which tills are paired with which site. A till that was revoked is so for ever, whatever is told later. */
@EventConsumer()
export class TillDevicesConsumer {
  constructor(private readonly devices: TillDevices) {}

  @On(DeviceChangedV1)
  async changed(events: readonly ReceivedEvent<typeof DeviceChangedV1>[], { tx }: BatchContext): Promise<void> {
    const told = (change: string) => events.map(({ data }) => data).filter((data) => data.change === change);
    const [paired, revoked] = [told('paired'), told('revoked')];
    if (paired.length > 0) await this.devices.paired(tx, paired);
    if (revoked.length > 0) await this.devices.revoked(tx, revoked);
  }
}
