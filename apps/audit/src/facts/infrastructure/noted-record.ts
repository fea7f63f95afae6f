import type { SealedRow } from '../../journal/infrastructure/open-records.js';
import type { EventFacts } from '../domain/event-facts.js';
import { eventFactsIn } from '../domain/event-facts.js';
import { referencesIn } from '../domain/references.js';
import type { SiteFacts } from '../domain/site-facts.js';
import { siteFactsIn } from '../domain/site-facts.js';

/** A row of the journal. */
export interface JournalledRow extends SealedRow {
  readonly journalIndex: string;
  readonly streamId: number;
  readonly type: string | null;
  readonly sequence: string | null;
  readonly problem: string | null;
  readonly time: Date | null;
  readonly receivedAt: Date;
  readonly personId: string | null;
  readonly subject: string | null;
  readonly actor: string | null;
  readonly correlationId: string | null;
}

/** What a record can be found by. One that nobody can read is found by its place and time alone. */
export interface NotedRecord {
  readonly index: bigint;
  readonly at: Date;
  readonly streamId: number;
  readonly sound: boolean;
  readonly event: {
    readonly id: string;
    readonly personId: string | null;
    readonly subject: string | null;
    readonly actor: string | null;
    readonly correlationId: string | null;
    readonly facts: EventFacts;
  } | null;
  readonly references: readonly string[];
  readonly site: SiteFacts | null;
}

export function notedFrom(row: JournalledRow): NotedRecord {
  const { id, type, time, personId, subject, actor, correlationId, streamId, problem } = row;
  const place = { index: BigInt(row.journalIndex), at: time ?? row.receivedAt, streamId, sound: problem === null };
  if (id === null || type === null) return { ...place, event: null, references: [], site: null };
  const data = dataIn(row.bytes);
  return {
    ...place,
    event: {
      ...{ id, personId, actor, correlationId, subject: personId === null ? subject : null },
      facts: eventFactsIn(type, data),
    },
    references: referencesIn(data),
    // Where a site lies is only believed of who owns its numbers.
    site: row.sequence === null ? null : siteFactsIn(type, data),
  };
}

function dataIn(bytes: Buffer | null): unknown {
  try {
    return bytes === null ? null : (JSON.parse(bytes.toString()) as { data?: unknown }).data;
  } catch {
    return null; // what nobody can read has no facts
  }
}
