import type { RawRecord } from '../events/received-event.js';
import type { HeldKey } from '../consumer/dispatcher.js';
import type { InspectedRecord } from '../consumer/inspected-record.js';
import type { RecordInspector } from '../consumer/record-inspector.js';
import type { KeyProgress, QueuedKey, QueuedRecord } from './queued-keys.js';

/** The first records of one key, looked at again, and how far they can be worked off. */
export class KeyQueue {
  private readonly records: { readonly position: string; readonly inspected: InspectedRecord }[] = [];

  constructor(
    readonly key: QueuedKey,
    private readonly inspector: RecordInspector,
    /** Bad records are the business of a reader of every record. */
    private readonly journalled: boolean,
  ) {}

  push(record: QueuedRecord, index: number): void {
    const overdue = this.key.overdue && this.records.length === 0;
    this.records.push({ position: record.position, inspected: this.inspector.inspect(record, index, overdue) });
  }

  /** Everything before the first record that is still bad, or that is known to have to wait. */
  ready(held?: HeldKey): InspectedRecord[] {
    const end = this.end(held);
    return this.records.slice(0, end).map(({ inspected }) => inspected);
  }

  raw(): RawRecord[] {
    return this.records.map(({ inspected }) => this.inspector.raw(inspected));
  }

  progress(held: HeldKey | undefined): KeyProgress {
    const end = this.end(held);
    const { id } = this.key;
    const upTo = this.records[end - 1]?.position ?? null;
    const stopped = this.records[end]?.inspected;
    if (held && stopped && this.isFirstOf(stopped, held)) {
      const { reason, giveUpAfterMs } = held;
      const newHead = end > 0 || this.key.state === 'parked';
      return { id, upTo, rest: { state: 'waiting', reason, giveUpAfterMs, newHead } };
    }
    if (stopped) return { id, upTo, rest: { state: 'parked', reason: stopped.problem ?? 'MALFORMED' } };
    const { last } = this.key;
    return { id, upTo, rest: { state: last === (this.records.at(-1)?.position ?? null) ? 'done' : 'more' } };
  }

  private end(held?: HeldKey): number {
    const index = this.records.findIndex(
      ({ inspected }) =>
        (inspected.kind === 'bad' && !this.journalled) || (held !== undefined && this.isFirstOf(inspected, held)),
    );
    return index < 0 ? this.records.length : index;
  }

  /** Each run looks at the records anew, so they are the same by their place, not by identity. */
  private isFirstOf(inspected: InspectedRecord, held: HeldKey): boolean {
    return inspected.index === held.records[0]?.index;
  }
}
