import type { ArrivedRecord } from '../src/journal/domain/journal-record.js';

export const LI = '019aa000-0000-7000-8000-00000000000a';
export const BENEFITS = 'benefits/0/1';

/** A good record of `benefits` about Grandmother Li, as the subscriber hands it on. */
export function arrived(sequence: number, change: Partial<ArrivedRecord['envelope'] & object> = {}): ArrivedRecord {
  const envelope = {
    id: `019aa000-0000-7000-8000-${String(sequence).padStart(12, '0')}`,
    source: BENEFITS,
    sequence: String(sequence),
    type: 'benefits.claim.held.v1',
    subject: LI,
    time: '2026-11-23T04:00:00.000Z',
    actor: 'staff:op-puya',
    correlationid: `c-${sequence}`,
    ...change,
  };
  return {
    topic: 'benefits.claim.events',
    partition: 3,
    offset: String(sequence - 1),
    key: envelope.subject,
    bytes: Buffer.from(JSON.stringify({ ...envelope, data: { note: '午餐' } })),
    envelope,
    problem: null,
  };
}

/** Something that no reader understands. */
export function malformed(offset: number, text: string | null): ArrivedRecord {
  return {
    topic: 'benefits.claim.events',
    partition: 3,
    offset: String(offset),
    key: LI,
    bytes: text === null ? null : Buffer.from(text),
    envelope: null,
    problem: text === null ? 'TOMBSTONE' : 'MALFORMED',
  };
}
