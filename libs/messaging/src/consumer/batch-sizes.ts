import { ranOutOfTime } from '@doorstep/persistence';

/** One time-out may be a busy database; from the second in a row on the batch itself is too large. */
const BELIEVED = 1;
const MOST_HALVINGS = 12;
/** A batch that took less than this share of its time all in all may be done in fewer pieces the next time. */
const COMFORTABLE = 0.5;

/** How small the transactions of each partition must be, since larger ones always took too long. Condemns nothing. */
export class BatchSizes {
  private readonly timeouts = new Map<string, number>();

  constructor(private readonly limitMs: number) {}

  halvingsOf(partition: string): number {
    return Math.min(MOST_HALVINGS, Math.max(0, (this.timeouts.get(partition) ?? 0) - BELIEVED));
  }

  failed(partition: string, error: unknown): void {
    if (ranOutOfTime(error)) this.timeouts.set(partition, (this.timeouts.get(partition) ?? 0) + 1);
  }

  done(partition: string, tookMs: number): void {
    const timeouts = this.timeouts.get(partition);
    if (timeouts === undefined || tookMs > this.limitMs * COMFORTABLE) return;
    if (timeouts - 1 <= BELIEVED) this.timeouts.delete(partition);
    else this.timeouts.set(partition, timeouts - 1);
  }
}
