import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { JournalRecord } from '../domain/journal-record.js';
import { NEW_SOURCES, NEW_STREAMS, SOURCES, STREAMS } from './journal.sql.js';

export interface KnownSource {
  readonly sourceId: number;
  readonly name: string;
  readonly highest: bigint;
  /** Every number up to here is in the journal or in an open gap. */
  readonly mark: bigint;
}

interface SourceRow extends Omit<KnownSource, 'highest' | 'mark'> {
  readonly highest: string;
  readonly mark: string;
}

interface StreamRow {
  readonly streamId: number;
  readonly source: string | null;
  readonly topic: string;
  readonly type: string | null;
}
type Stream = Omit<StreamRow, 'streamId'>;

/** The numbers that stand for sources and streams. Streams never change, so they are remembered once they are committed. */
@Injectable()
export class JournalDirectory {
  private readonly streamIds = new Map<string, number>();

  /** Under the lock of the head, so no other writer makes the same source. */
  async sourcesOf(tx: Tx, records: readonly JournalRecord[]): Promise<Map<string, KnownSource>> {
    const names = [...new Set(records.map(({ identity }) => identity?.source))].filter((name) => name !== undefined);
    if (names.length === 0) return new Map();
    const { rows } = await tx.client.query<SourceRow>({ ...SOURCES, values: [names] });
    const missing = names.filter((name) => !rows.some((row) => row.name === name));
    if (missing.length > 0) rows.push(...(await tx.query<SourceRow>(NEW_SOURCES, [missing])));
    return new Map(rows.map((row) => [row.name, { ...row, highest: BigInt(row.highest), mark: BigInt(row.mark) }]));
  }

  /** The stream number of each record, by `streamKey`. */
  async streamsOf(tx: Tx, records: readonly JournalRecord[]): Promise<ReadonlyMap<string, number>> {
    const wanted = new Map<string, Stream>();
    for (const record of records) {
      const key = streamKey(record);
      if (!this.streamIds.has(key)) wanted.set(key, streamOf(record));
    }
    if (wanted.size === 0) return this.streamIds;
    const added = await this.load(tx, [...wanted.values()]);
    tx.afterCommit(() => added.forEach((id, key) => this.streamIds.set(key, id)));
    return new Map([...this.streamIds, ...added]);
  }

  private async load(tx: Tx, streams: readonly Stream[]): Promise<Map<string, number>> {
    const columns = [streams.map((s) => s.source), streams.map((s) => s.topic), streams.map((s) => s.type)];
    await tx.query(NEW_STREAMS, columns);
    const rows = await tx.query<StreamRow>(STREAMS, columns);
    return new Map(rows.map((row) => [keyOf(row), row.streamId]));
  }
}

export function streamKey({ identity, topic, event }: Pick<JournalRecord, 'identity' | 'topic' | 'event'>): string {
  return `${identity?.source ?? ''}\n${topic}\n${event?.type ?? ''}`;
}

function streamOf({ identity, topic, event }: JournalRecord): Stream {
  return { source: identity?.source ?? null, topic, type: event?.type ?? null };
}

function keyOf({ source, topic, type }: Stream): string {
  return `${source ?? ''}\n${topic}\n${type ?? ''}`;
}
