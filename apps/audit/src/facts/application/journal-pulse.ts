import { Injectable } from '@nestjs/common';

const WINDOW_MS = 200;
/** In one window: more is no city's day, but a journal that catches up with its topics. */
const BUSY_RECORDS = 500;

/** Tells within this process that the journal has grown. Nothing depends on it: who misses it looks again by itself. */
@Injectable()
export class JournalPulse {
  private readonly listeners = new Set<() => void>();
  private window = 0;
  private records = 0;
  private before = 0;

  appended(records: number): void {
    this.turn();
    this.records += records;
    for (const listener of this.listeners) listener();
  }

  /** The journal is being filled as fast as this machine can. */
  get busy(): boolean {
    this.turn();
    return Math.max(this.records, this.before) >= BUSY_RECORDS;
  }

  onAppended(listener: () => void): void {
    this.listeners.add(listener);
  }

  private turn(): void {
    const window = Math.floor(performance.now() / WINDOW_MS);
    if (window === this.window) return;
    this.before = window === this.window + 1 ? this.records : 0;
    this.records = 0;
    this.window = window;
  }
}
