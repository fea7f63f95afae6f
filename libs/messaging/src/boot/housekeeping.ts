import { Idempotency, type Transactions } from '@doorstep/persistence';
import type { MessagingLogger } from '../kafka/kafka-config.js';

const EVERY_MS = 3_600_000;
const KEEP_HOURS = 72;

/** Forgets old Idempotency-Keys, an hour's worth at a time. */
export class Housekeeping {
  private timer: NodeJS.Timeout | undefined;
  private readonly idempotency = new Idempotency();

  constructor(
    private readonly transactions: Transactions,
    private readonly logger: MessagingLogger,
  ) {}

  start(): void {
    this.timer ??= setInterval(() => void this.run(), EVERY_MS);
    this.timer.unref();
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    try {
      let forgotten = 0;
      do forgotten = await this.transactions.run({ keys: [] }, (tx) => this.idempotency.forget(tx, KEEP_HOURS));
      while (forgotten > 0);
    } catch (error) {
      this.logger.warn({ err: error }, 'old idempotency keys were not forgotten this time');
    }
  }
}
