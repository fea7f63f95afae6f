import { hash } from 'node:crypto';
import type { JournalRecord } from '../domain/journal-record.js';

/** A record with a digest of its bytes: the same number must always be the same bytes. */
export interface Candidate {
  readonly record: JournalRecord;
  readonly digest: bigint;
}

export function candidatesOf(records: readonly JournalRecord[]): Candidate[] {
  return records.map((record) => ({ record, digest: digestOf(record.bytes) }));
}

/** `source/sequence`; undefined for a record without a number. */
export function numberKey({ record: { identity } }: Candidate): string | undefined {
  return identity ? `${identity.source}/${identity.sequence}` : undefined;
}

/** What a record without a number is known by: its place on the topic, and its bytes in case a topic was made anew. */
export function placeKey({ record: { topic, partition, offset }, digest }: Candidate): string {
  return `${topic}/${partition}/${offset}/${digest}`;
}

/**
 * Drops what the journal has under the same number (`known`: numberKey → digest). A number that comes again with other bytes was
 * forged or comes from a restored backup: it is kept beside the first, as a record without a number.
 */
export function withFreshNumbers(candidates: readonly Candidate[], known: ReadonlyMap<string, bigint>): Candidate[] {
  const seen = new Map(known);
  return candidates.flatMap((candidate) => {
    const key = numberKey(candidate);
    if (key === undefined) return [candidate];
    const digest = seen.get(key);
    if (digest === candidate.digest) return [];
    if (digest !== undefined) return [withoutNumber(candidate)];
    seen.set(key, candidate.digest);
    return [candidate];
  });
}

/** Drops records without a number that the journal has (`known`: placeKey). */
export function withFreshPlaces(candidates: readonly Candidate[], known: ReadonlySet<string>): Candidate[] {
  const seen = new Set(known);
  return candidates.filter((candidate) => {
    if (candidate.record.identity) return true;
    const key = placeKey(candidate);
    return !seen.has(key) && seen.add(key);
  });
}

function withoutNumber({ record, digest }: Candidate): Candidate {
  return { digest, record: { ...record, identity: null, problem: 'SEQUENCE_REUSED' } };
}

/** First 64 bits of the SHA-256, as the signed number that a bigint column holds. */
export function digestOf(bytes: Buffer | null): bigint {
  return (hash('sha256', bytes ?? Buffer.alloc(0), 'buffer') as Buffer).readBigInt64BE();
}
