import type { Topic } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import type { TopicPartition } from '../kafka/ports.js';
import type { InspectedRecord } from './inspected-record.js';

export type Verdict = 'take' | 'skip' | 'gap';

/** Repeats and bad records move the offset only; it is kept under this name when nothing else was read yet. */
const NO_SOURCE = '-';

/**
 * What took effect in one partition, read under its lanes and written in the same transaction as the effects: the memory that
 * makes re-delivery, replays, zombies and resends harmless (ADR 0005).
 */
export class PositionBook {
  private readonly touched = new Set<string>();
  private next: bigint;

  constructor(
    private readonly topic: Pick<Topic, 'kind'>,
    private readonly sequences: Map<string, bigint>,
    private readonly nextOffset: bigint,
  ) {
    this.next = nextOffset;
  }

  /** Says what to do with the next record and, when it is taken, moves on. */
  judge(record: InspectedRecord): Verdict {
    const { numbers } = record;
    const verdict = numbers ? this.judgeNumbers(numbers) : this.judgeOffset(record.record.offset);
    if (verdict !== 'gap') this.move(record, verdict);
    return verdict;
  }

  /**
   * For readers of every record: only the place in the partition counts. A number that was there before may be a resend or a forgery,
   * which is the reader's to judge; a gap is no reason to stop, and what a repair brings has no place and is always taken.
   */
  judgeJournal(record: InspectedRecord): 'take' | 'skip' {
    const verdict = this.judgeOffset(record.record.offset);
    this.move(record, verdict);
    return verdict;
  }

  positionOf(source: string): bigint {
    return this.sequences.get(source) ?? 0n;
  }

  /** Rows to write: each source that moved, or at least the offset. */
  changes(): { readonly sources: string[]; readonly sequences: string[]; readonly nextOffset: string } | undefined {
    if (this.touched.size === 0 && this.next === this.nextOffset) return undefined;
    const sources = this.touched.size > 0 ? [...this.touched] : [this.anySource()];
    return {
      sources,
      sequences: sources.map((source) => this.positionOf(source).toString()),
      nextOffset: this.next.toString(),
    };
  }

  /** The offset is the partition's: whose row has it does not matter. */
  private anySource(): string {
    for (const [source, sequence] of this.sequences) if (sequence > 0n) return source;
    return NO_SOURCE;
  }

  protected judgeNumbers({ source, sequence, previous }: NonNullable<InspectedRecord['numbers']>): Verdict {
    const position = this.positionOf(source);
    if (sequence <= position) return 'skip';
    // A compacted topic has lost what was superseded; its projections keep the highest version instead.
    return this.topic.kind === 'event' && previous !== position ? 'gap' : 'take';
  }

  private move({ record, numbers }: InspectedRecord, verdict: 'take' | 'skip'): void {
    if (record.offset >= this.next) this.next = record.offset + 1n;
    if (verdict === 'skip' || !numbers || numbers.sequence <= this.positionOf(numbers.source)) return;
    this.sequences.set(numbers.source, numbers.sequence);
    this.touched.add(numbers.source);
  }

  /** Without numbers only the place in the partition tells a first reading from a repeated one. */
  private judgeOffset(offset: bigint): 'take' | 'skip' {
    return offset >= 0n && offset < this.nextOffset ? 'skip' : 'take';
  }
}

interface PositionRow {
  readonly source: string;
  readonly sequence: string;
  readonly next_offset: string;
}

export class Positions {
  constructor(private readonly consumer: string) {}

  async lock(tx: Tx, topic: Topic, partition: number): Promise<PositionBook> {
    const { rows } = await tx.client.query<PositionRow>({
      name: 'position-lock',
      text: `SELECT source, sequence, next_offset FROM consumer_position
        WHERE consumer = $1 AND topic = $2 AND partition = $3 FOR UPDATE`,
      values: [this.consumer, topic.name, partition],
    });
    const sequences = new Map(rows.map((row) => [row.source, BigInt(row.sequence)]));
    const offsets = rows.map((row) => BigInt(row.next_offset));
    return this.bookOf(
      topic,
      sequences,
      offsets.reduce((most, offset) => (offset > most ? offset : most), 0n),
    );
  }

  async store(tx: Tx, topic: Topic, partition: number, book: PositionBook): Promise<void> {
    const changes = book.changes();
    if (!changes) return;
    await tx.client.query({
      name: 'position-store',
      text: `INSERT INTO consumer_position (consumer, topic, partition, source, sequence, next_offset)
        SELECT $1, $2, $3, s.source, s.sequence, $6 FROM unnest($4::text[], $5::bigint[]) AS s(source, sequence)
        ON CONFLICT (consumer, topic, partition, source) DO UPDATE SET sequence = EXCLUDED.sequence,
          next_offset = GREATEST(consumer_position.next_offset, EXCLUDED.next_offset), updated_at = now()`,
      values: [this.consumer, topic.name, partition, changes.sources, changes.sequences, changes.nextOffset],
    });
  }

  async startOffsets(tx: Tx, topics: readonly string[]): Promise<(TopicPartition & { offset: bigint })[]> {
    const rows = await tx.query<{ topic: string; partition: number; next_offset: string }>(
      `SELECT topic, partition, max(next_offset) AS next_offset FROM consumer_position
       WHERE consumer = $1 AND topic = ANY($2) GROUP BY topic, partition`,
      [this.consumer, topics],
    );
    return rows.map((row) => ({ topic: row.topic, partition: row.partition, offset: BigInt(row.next_offset) }));
  }

  protected bookOf(topic: Topic, sequences: Map<string, bigint>, nextOffset: bigint): PositionBook {
    return new PositionBook(topic, sequences, nextOffset);
  }
}
