const SECOND_MS = 1_000;

/** Counts requests per key in windows of one length. What is counted is forgotten with its window, so memory stays bounded. */
export class RateLimiter {
  private readonly counts = new Map<string, number>();
  private windowEndsMs = 0;

  constructor(private readonly windowMs: number = SECOND_MS) {}

  /** False when the key has used up its requests of this window. */
  allow(key: string, limit: number, nowMs: number = Date.now()): boolean {
    if (nowMs >= this.windowEndsMs) {
      this.counts.clear();
      this.windowEndsMs = nowMs + this.windowMs;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count <= limit;
  }

  /** What was counted for the key turned out not to count. */
  giveBack(key: string): void {
    const count = this.counts.get(key);
    if (count !== undefined && count > 0) this.counts.set(key, count - 1);
  }

  /** Until the present window ends, at least one. */
  secondsLeft(nowMs: number = Date.now()): number {
    return Math.max(1, Math.ceil((this.windowEndsMs - nowMs) / SECOND_MS));
  }
}
