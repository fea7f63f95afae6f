import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import type { Candidate } from './append-plan.js';
import { numberKey, placeKey } from './append-plan.js';
import type { KnownSource } from './journal-directory.js';
import { KNOWN_KEYS, KNOWN_ODDITIES } from './journal.sql.js';

/** Whether a number is asked for that its source was seen to have: only resends and forgeries ask for those. */
export function repeatsNumbers(candidates: readonly Candidate[], sources: ReadonlyMap<string, KnownSource>): boolean {
  return candidates.some(({ record: { identity } }) => {
    const source = identity && sources.get(identity.source);
    return source !== undefined && source !== null && identity !== null && identity.sequence <= source.mark;
  });
}

/** Which numbers the journal has, with the digests under them. A number above the highest seen of its source needs no look. */
export async function knownNumbers(
  tx: Tx,
  candidates: readonly Candidate[],
  sources: ReadonlyMap<string, KnownSource>,
): Promise<Map<string, bigint>> {
  const asked: { candidate: Candidate; sourceId: number; sequence: bigint }[] = [];
  for (const candidate of candidates) {
    const { identity } = candidate.record;
    const source = identity && sources.get(identity.source);
    if (identity && source && identity.sequence <= source.highest)
      asked.push({ candidate, sourceId: source.sourceId, sequence: identity.sequence });
  }
  if (asked.length === 0) return new Map();
  const { rows } = await tx.client.query<{ n: number; digest: string }>({
    ...KNOWN_KEYS,
    values: [sqlArray(asked.map(({ sourceId }) => sourceId)), sqlArray(asked.map(({ sequence }) => sequence))],
  });
  return new Map(
    rows.map(({ n, digest }) => [numberKey(asked[n - 1]?.candidate as Candidate) as string, BigInt(digest)]),
  );
}

/** Which records without a number the journal has. */
export async function knownPlaces(tx: Tx, candidates: readonly Candidate[]): Promise<Set<string>> {
  const asked = candidates.filter(({ record }) => !record.identity);
  if (asked.length === 0) return new Set();
  const rows = await tx.query<{ n: number }>(KNOWN_ODDITIES, [
    asked.map(({ record }) => record.topic),
    asked.map(({ record }) => record.partition),
    asked.map(({ record }) => record.offset),
    asked.map(({ digest }) => digest.toString()),
  ]);
  return new Set(rows.map(({ n }) => placeKey(asked[n - 1] as Candidate)));
}
