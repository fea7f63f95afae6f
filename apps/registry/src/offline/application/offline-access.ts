import type { Actor } from '@doorstep/auth';
import { maySeeSite } from '@doorstep/auth';
import { OfflineCopyTakenV1 } from '@doorstep/contracts';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate, shanghaiInstant, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { SiteNotFoundError } from '../../sites/domain/site.errors.js';
import { NotAtPairedDeviceError } from '../domain/offline.errors.js';
import type { DayKey } from './till-devices.port.js';
import { TillDevices } from './till-devices.port.js';

export interface OfflineRequest {
  readonly actor: Actor;
  readonly siteId: string;
  readonly meta: EventMeta;
}

/** What a till may do at this moment: which one it is, with which key, until when at most. */
export interface OfflineVisit {
  readonly deviceId: string;
  readonly today: LocalDate;
  readonly dayEndsAt: Date;
  readonly now: Date;
  readonly key: DayKey;
}

export interface Taken {
  readonly what: 'copy' | 'key';
  readonly personIds: readonly string[];
  readonly leftOut: number;
  readonly expiresAt: Date;
}

/** The one way to copies and keys: at a paired till of the own site, and with an event in the same transaction. */
@Injectable()
export class OfflineAccess {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly devices: TillDevices,
    private readonly outbox: Outbox,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async at<T extends { readonly taken: Taken }>(
    { actor, siteId, meta }: OfflineRequest,
    work: (tx: Tx, visit: OfflineVisit) => Promise<T>,
  ): Promise<T> {
    if (!maySeeSite(actor, siteId)) throw new SiteNotFoundError(siteId);
    const { device: deviceId } = actor;
    const now = this.clock.now();
    const today = shanghaiDate(now);
    const accessId = uuidv7(now.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      if (deviceId === undefined || !(await this.devices.holdPaired(tx, deviceId, siteId)))
        throw new NotAtPairedDeviceError();
      const key = await this.devices.keyOf(tx, deviceId, today);
      const dayEndsAt = shanghaiInstant(addDays(today, 1), '00:00');
      const done = await work(tx, { deviceId, today, dayEndsAt, now, key });
      const { what, personIds, leftOut, expiresAt } = done.taken;
      const how = {
        accessId,
        siteId,
        deviceId,
        what,
        keyId: key.keyId,
        day: today,
        personIds: [...personIds],
        leftOut,
      };
      const times = { takenAt: now.toISOString(), expiresAt: expiresAt.toISOString() };
      await this.outbox.add(tx, meta, newEvent(OfflineCopyTakenV1, accessId, { ...how, ...times }));
      return done;
    });
  }
}
