const WINDOW_MS = 1_000;

/** Counts requests per key in windows of one second. What is counted is forgotten with its window, so memory stays bounded. */
export class RateLimiter {
  private readonly counts = new Map<string, number>();
  private windowEndsMs = 0;

  /** False when the key has used up its requests of this second. */
  allow(key: string, limit: number, nowMs: number = Date.now()): boolean {
    if (nowMs >= this.windowEndsMs) {
      this.counts.clear();
      this.windowEndsMs = nowMs + WINDOW_MS;
    }
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count <= limit;
  }
}
