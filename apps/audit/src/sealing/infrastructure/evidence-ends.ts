import { PersonErasedV1 } from '@doorstep/contracts';

/** Records of erasures, each with the key that all share who are nobody: one that was sealed under another key says nothing here. */
export const ERASURES = `
  SELECT f.person_id AS "personId", journal.event_id AS id, journal.bytes, k.key_id AS "keyId", k.wrapped
  FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id) JOIN journal USING (journal_index)
    JOIN record_key AS k ON k.key_id = journal.key_id AND k.person_id IS NULL
  WHERE f.person_id = ANY($1::uuid[]) AND stream.type = '${PersonErasedV1.type}' AND stream.topic = '${PersonErasedV1.topic.name}'
    AND f.sound AND journal.bytes IS NOT NULL AND k.wrapped IS NOT NULL`;

export interface ErasureRow {
  readonly personId: string;
  readonly id: string;
  readonly bytes: Buffer;
  readonly keyId: number;
  readonly wrapped: Buffer;
}

/**
 * The last day on which evidence of each erased person may be kept, as the log says. Rows that somebody wrote, changed or passed off as
 * another person's say nothing, since nobody but the service can seal.
 * @param open the bytes as they were journalled; null when they are not those of this row
 */
export function evidenceEndsIn(
  rows: readonly ErasureRow[],
  open: (row: ErasureRow) => Buffer | null,
): ReadonlyMap<string, string> {
  const ends = new Map<string, string>();
  for (const row of rows) {
    const end = endIn(open(row), row.personId);
    const known = ends.get(row.personId);
    if (end !== null && (known === undefined || end < known)) ends.set(row.personId, end);
  }
  return ends;
}

function endIn(bytes: Buffer | null, personId: string): string | null {
  if (bytes === null) return null;
  const { type, data } = JSON.parse(bytes.toString()) as { type?: unknown; data?: unknown };
  const erased = PersonErasedV1.data.safeParse(data);
  if (type !== PersonErasedV1.type || !erased.success || erased.data.personId !== personId) return null;
  return erased.data.evidenceUntil;
}
