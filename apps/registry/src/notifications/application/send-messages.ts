import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { CallList } from './call-list.port.js';
import { Deliveries } from './deliveries.port.js';
import { MessageParts } from './message-parts.js';

const AT_ONCE = 20;
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 60_000;

/** Sends what waits. A message that cannot be sent goes to the hotline's call list in the end. */
@Injectable()
export class SendMessages {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly deliveries: Deliveries,
    private readonly calls: CallList,
    private readonly parts: MessageParts,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** One message, one transaction; a crash in between sends it again under the same reference. Answers how many went out. */
  async execute(): Promise<number> {
    let sent = 0;
    for (let turn = 0; turn < AT_ONCE; turn++) {
      const outcome = await this.transactions.run('system', { keys: [] }, (tx) => this.next(tx));
      if (outcome === 'none') break;
      if (outcome === 'sent') sent += 1;
    }
    return sent;
  }

  private async next(tx: Tx): Promise<'none' | 'sent' | 'failed'> {
    const now = this.clock.now();
    const [delivery] = await this.deliveries.take(tx, now, 1);
    if (!delivery) return 'none';
    const outcome = await this.parts.send(tx, delivery);
    if (outcome === 'sent') {
      await this.deliveries.sent(tx, delivery.deliveryId, now);
      return 'sent';
    }
    const last = outcome === 'refused' || delivery.attempts + 1 >= MOST_ATTEMPTS;
    const pause = FIRST_PAUSE_MS * 2 ** delivery.attempts;
    await this.deliveries.failed(tx, delivery.deliveryId, last ? null : new Date(now.getTime() + pause));
    const { notificationId, personId } = delivery;
    if (last) await this.calls.add(tx, { callId: uuidv7(now.getTime()), notificationId, personId }, now);
    return 'failed';
  }
}
