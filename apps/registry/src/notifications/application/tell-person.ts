import type { Clock } from '@doorstep/kernel';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { NewNotice } from '../domain/notice.js';
import { waysFor } from '../domain/notice.js';
import { CallList } from './call-list.port.js';
import { Deliveries } from './deliveries.port.js';
import { NoticeBoard } from './notice-board.port.js';

/** Puts a notice into the inbox, once, and decides how else it goes out. Works with the reach of the service itself. */
@Injectable()
export class TellPerson {
  constructor(
    private readonly board: NoticeBoard,
    private readonly deliveries: Deliveries,
    private readonly calls: CallList,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async tell(tx: Tx, notice: NewNotice): Promise<boolean> {
    const now = this.clock.now();
    const notificationId = uuidv7(now.getTime());
    const { personId, kind } = notice;
    if (!(await this.board.add(tx, { ...notice, notificationId }, now))) return false;
    const ways = waysFor(kind, await this.board.reachOf(tx, personId, kind, shanghaiDate(now)));
    if (ways.message)
      await this.deliveries.add(tx, { deliveryId: uuidv7(now.getTime()), notificationId, personId }, now);
    if (ways.call) await this.calls.add(tx, { callId: uuidv7(now.getTime()), notificationId, personId }, now);
    return true;
  }
}
