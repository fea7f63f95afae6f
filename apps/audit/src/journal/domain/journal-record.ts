import { isUuid } from '@doorstep/kernel';

/** A record as it came from the topic, good or bad. */
export interface ArrivedRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly bytes: Buffer | null;
  readonly envelope: ArrivedEnvelope | null;
  readonly problem: string | null;
}

export interface ArrivedEnvelope {
  readonly id: string;
  readonly source: string;
  readonly sequence: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly actor: string;
  readonly correlationid: string;
  readonly causationid?: string | undefined;
  readonly data?: unknown;
}

export interface TopicRule {
  readonly owner: string;
  readonly keyedByPerson: boolean;
}

/** What the envelope says, in a form that the journal can hold. */
export interface JournalEvent {
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly personId: string | null;
  readonly time: Date;
  readonly actor: string;
  readonly correlationId: string;
  readonly causationId: string | null;
}

/** A record ready to be journalled. Without an event it is kept for its bytes and its problem alone. */
export interface JournalRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string | null;
  readonly bytes: Buffer | null;
  /** Its number. Null when the record has none, or none that it may claim. */
  readonly identity: { readonly source: string; readonly sequence: bigint } | null;
  readonly event: JournalEvent | null;
  readonly problem: string | null;
}

const MAX_SEQUENCE = 2n ** 63n - 1n;
const MAX_PROBLEM = 500;

/**
 * Nothing is refused here: whatever lay on a topic is journalled, with the first problem it has. A record whose source belongs to
 * another service than its topic gets no number, so that nobody can fill or tear gaps of a source that is not theirs.
 */
export function journalRecordOf(record: ArrivedRecord, rule: TopicRule): JournalRecord {
  const { topic, partition, offset, bytes, envelope } = record;
  const event = envelope && eventOf(envelope, rule);
  const found = record.problem ?? problemOf(record, rule, event);
  return {
    topic,
    partition,
    offset,
    bytes,
    key: record.key === null ? null : storable(record.key),
    identity: envelope && event && ownsSource(envelope, rule) ? identityOf(envelope) : null,
    event,
    problem: found === null ? null : storable(found).slice(0, MAX_PROBLEM),
  };
}

function problemOf(record: ArrivedRecord, rule: TopicRule, event: JournalEvent | null): string | null {
  const { envelope } = record;
  if (!envelope) return 'UNREADABLE';
  if (!event) return 'UNSTORABLE';
  if (!ownsSource(envelope, rule)) return 'FOREIGN_SOURCE';
  if (identityOf(envelope) === null) return 'SEQUENCE_OUT_OF_RANGE';
  return record.key === envelope.subject ? null : 'WRONG_KEY';
}

/** Null when the database could not hold it: a NUL in a text, or a time outside of all calendars. */
function eventOf(envelope: ArrivedEnvelope, rule: TopicRule): JournalEvent | null {
  const { id, type, subject, actor, correlationid, causationid } = envelope;
  const texts = [type, subject, actor, correlationid, causationid ?? ''];
  const time = new Date(envelope.time);
  const year = time.getUTCFullYear();
  if (texts.some((text) => text.includes('\0')) || !(year >= 1850 && year <= 9998)) return null;
  return {
    id,
    type,
    subject,
    personId: rule.keyedByPerson && isUuid(subject) && !isAboutNobody(envelope) ? subject : null,
    time,
    actor,
    correlationId: correlationid,
    causationId: causationid ?? null,
  };
}

/** An order of a guest is keyed by itself (ADR 0011). */
function isAboutNobody({ data }: ArrivedEnvelope): boolean {
  return (data as { readonly personId?: unknown } | undefined)?.personId === null;
}

function ownsSource({ source }: ArrivedEnvelope, { owner }: TopicRule): boolean {
  return source.startsWith(`${owner}/`);
}

function identityOf({ source, sequence }: ArrivedEnvelope): JournalRecord['identity'] {
  const number = BigInt(sequence);
  return number >= 1n && number <= MAX_SEQUENCE ? { source, sequence: number } : null;
}

function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD');
}
