import { Injectable } from '@nestjs/common';

/** As many at once lie on no topic whose reader keeps up: a journal that catches up takes them by thousands, however slow the machine. */
const LARGE_BATCH = 500;
/** Longer than the next such batch takes on a slow machine. */
const QUIET_MS = 2_000;

/** Tells within this process that the journal has grown. Nothing depends on it: who misses it looks again by itself. */
@Injectable()
export class JournalPulse {
  private readonly listeners = new Set<() => void>();
  private largeAt = -QUIET_MS;

  appended(records: number): void {
    if (records >= LARGE_BATCH) this.largeAt = performance.now();
    for (const listener of this.listeners) listener();
  }

  /** The journal catches up with its topics, as fast as this machine can. */
  get busy(): boolean {
    return performance.now() - this.largeAt < QUIET_MS;
  }

  onAppended(listener: () => void): void {
    this.listeners.add(listener);
  }
}
