import type { EventPublisher } from '../kafka/ports.js';
import { sourceOf, type Cursor } from './cursor.js';
import type { CursorStore } from './cursor-store.js';
import type { Lead } from './lead.js';
import { BATCH_LIMITS, numberRows, type NumberedBatch } from './numbering.js';
import type { OutboxReader } from './outbox-reader.js';
import type { OutboxRow } from './outbox-row.js';

/** Points between which a crash must be harmless; tests stop or kill the process there. */
export type RelayStep = 'read' | 'sending' | 'sent' | 'advanced';
export type StepWatcher = (step: RelayStep) => void | Promise<void>;

/** Kafka did not confirm; the same records go out again. */
export class PublishFailedError extends Error {
  override readonly name = 'PublishFailedError';

  constructor(override readonly cause: unknown) {
    super(`Kafka did not confirm a batch: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

export interface SessionParts {
  readonly service: string;
  readonly lead: Lead;
  readonly reader: OutboxReader;
  readonly store: CursorStore;
  readonly publisher: EventPublisher;
  readonly watch?: StepWatcher;
}

const FINISH_TICK_MS = 10;

/** One term of a relay as the leader of its shard: reads ahead, but has never more than one unconfirmed batch. */
export class RelaySession {
  private rows: readonly OutboxRow[] = [];

  constructor(
    protected readonly parts: SessionParts,
    protected cursor: Cursor,
  ) {}

  get sequence(): number {
    return this.cursor.sequence;
  }

  /** Sends the next batch, if there is one, and answers how many events it had. */
  async step(): Promise<number> {
    if (this.rows.length === 0) this.rows = await this.read(this.cursor);
    const { rows } = this;
    const last = rows.at(-1);
    if (!last) return 0;
    const batch = numberRows(rows, this.cursor, sourceOf(this.parts.service, this.cursor));
    const rest = rows.slice(batch.records.length);
    const ahead = rest.length < BATCH_LIMITS.rows / 2 ? this.read(last) : Promise.resolve([]);
    const [delivered, next] = await Promise.allSettled([this.deliver(batch), ahead]);
    if (delivered.status === 'rejected') throw delivered.reason as Error;
    if (next.status === 'rejected') throw next.reason as Error;
    this.rows = next.value.length === 0 ? rest : [...rest, ...next.value];
    return batch.records.length;
  }

  /** Sends what is committed now, also what only shows when a transaction elsewhere on the server has ended. */
  async finish(limitMs: number): Promise<void> {
    const until = performance.now() + limitMs;
    const last = await this.parts.reader.lastAfter(this.cursor.xid, this.cursor.position);
    while (last && isBefore(this.cursor, last) && performance.now() < until)
      if ((await this.step()) === 0) await new Promise((resolve) => setTimeout(resolve, FINISH_TICK_MS));
  }

  /** Keeps the looked-at days of the outbox few, and moves back when the server's clock does. */
  async tidy(yesterday: string): Promise<void> {
    const { xid, position, day } = this.cursor;
    const raise = yesterday > day && !(await this.parts.reader.anyBefore(xid, position, yesterday));
    if (raise || yesterday < day) this.cursor = await this.parts.store.setDay(this.cursor, yesterday);
  }

  /** First Kafka, then the cursor: a crash between the two sends the same bytes again. */
  protected async deliver(batch: NumberedBatch): Promise<void> {
    await this.publish(batch);
    this.cursor = await this.parts.store.advance(this.cursor, batch.advance);
    await this.parts.watch?.('advanced');
  }

  protected async publish(batch: NumberedBatch): Promise<void> {
    await this.parts.watch?.('sending');
    try {
      await this.parts.lead.hold(() => this.parts.publisher.publish(batch.records));
    } catch (error) {
      throw new PublishFailedError(error);
    }
    await this.parts.watch?.('sent');
  }

  private async read(after: { readonly xid: string; readonly position: string }): Promise<OutboxRow[]> {
    const rows = await this.parts.reader.after(after.xid, after.position, this.cursor.day, BATCH_LIMITS.rows);
    if (rows.length > 0) await this.parts.watch?.('read');
    return rows;
  }
}

interface Place {
  readonly xid: string;
  readonly position: string;
}

function isBefore(one: Place, other: Place): boolean {
  const [xid, otherXid] = [BigInt(one.xid), BigInt(other.xid)];
  return xid < otherXid || (xid === otherXid && BigInt(one.position) < BigInt(other.position));
}
