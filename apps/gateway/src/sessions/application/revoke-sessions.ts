import type { AccountChangedV1, DeviceChangedV1, EventData } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { SessionStore } from './session-store.port.js';
import { SessionTimer } from './session-timer.js';

/** Changes of an account that end what it had open. */
const ENDING: readonly string[] = ['disabled', 'password', 'second-factor-opened'];

/**
 * Takes sessions out of use within the transaction of a batch of events. Their ends are events in lanes which that batch does not hold:
 * the timer puts them on record, at once after the commit and, should this instance fall, on one of its rounds.
 */
@Injectable()
export class RevokeSessions {
  constructor(
    private readonly store: SessionStore,
    private readonly timer: SessionTimer,
  ) {}

  async ofAccounts(tx: Tx, changes: readonly EventData<typeof AccountChangedV1>[]): Promise<void> {
    const ending = changes.filter(({ change }) => ENDING.includes(change));
    for (const { subject, at } of ending) await this.store.revoke(tx, { subject }, new Date(at));
    this.record(tx, ending.length);
  }

  async ofDevices(tx: Tx, changes: readonly EventData<typeof DeviceChangedV1>[]): Promise<void> {
    const ending = changes.filter(({ change }) => change === 'revoked');
    for (const { siteId, deviceId, at } of ending) await this.store.revoke(tx, { siteId, deviceId }, new Date(at));
    this.record(tx, ending.length);
  }

  private record(tx: Tx, changes: number): void {
    if (changes > 0) tx.afterCommit(() => this.timer.hurry());
  }
}
