import type { OutboxRow } from './outbox-row.js';

/** A row of the outbox without the numbers that its transaction gave it. */
export type FreshEvent = Omit<OutboxRow, 'xid' | 'position'>;

export interface FreshLimits {
  readonly rows: number;
  /** Characters of data. */
  readonly size: number;
}

const LIMITS: FreshLimits = { rows: 20_000, size: 32_000_000 };
/** Some are never asked for: undone to a savepoint, or read from the table before they came here. */
const FORGET_MS = 10_000;

/**
 * Events that this process has just committed, so that its relay need not read back what it wrote: of each row it then asks only
 * for id, transaction and position. Whatever is not here is read from the table, and a resend after a crash always is, so a row kept
 * here must be the same as the one in the table, to the byte.
 */
export class FreshEvents {
  /** Oldest first. */
  private readonly rows = new Map<string, { readonly event: FreshEvent; readonly at: number }>();
  private size = 0;

  constructor(private readonly limits: FreshLimits = LIMITS) {}

  get isEmpty(): boolean {
    return this.rows.size === 0;
  }

  keep(events: readonly FreshEvent[], now = performance.now()): void {
    for (const [id, { at }] of this.rows) {
      if (now - at < FORGET_MS) break;
      this.take(id);
    }
    for (const event of events) {
      // A relay that is so far behind asks for the oldest first, and by the time of this one reads the table.
      if (this.rows.size >= this.limits.rows || this.size + event.data.length > this.limits.size) return;
      // PostgreSQL holds no lone surrogates: such a text comes back as another one.
      if (!isSameInTheTable(event)) continue;
      this.rows.set(event.id, { event, at: now });
      this.size += event.data.length;
    }
  }

  /** An event is asked for once. */
  take(id: string): FreshEvent | undefined {
    const kept = this.rows.get(id);
    if (!kept) return undefined;
    this.rows.delete(id);
    this.size -= kept.event.data.length;
    return kept.event;
  }

  clear(): void {
    this.rows.clear();
    this.size = 0;
  }
}

function isSameInTheTable({ key, actor, correlation, causation }: FreshEvent): boolean {
  return (
    key.isWellFormed() && actor.isWellFormed() && correlation.isWellFormed() && (causation?.isWellFormed() ?? true)
  );
}
