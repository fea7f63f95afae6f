import type { ArrivedEnvelope, TopicRule } from './journal-record.js';
import { journalRecordOf } from './journal-record.js';

/** What the columns beside the bytes say of a record. A member that is left out is not looked at. */
export interface RecordHeader {
  readonly source?: string | null;
  readonly sequence?: string | null;
  readonly type?: string | null;
  readonly subject?: string | null;
  readonly personId?: string | null;
  readonly time?: Date | null;
  readonly actor?: string | null;
  readonly correlationId?: string | null;
  readonly causationId?: string | null;
}

type SaidHeader = Readonly<Record<keyof RecordHeader, string | number | null>>;

/** False when a column says something else than the record itself, whose bytes the log has committed to. */
export function headerAgrees(header: RecordHeader, bytes: Buffer, rule: TopicRule): boolean {
  const said = headerIn(bytes, rule);
  if (!said) return false;
  // A record that may not claim its number is kept without one.
  const { source, sequence, ...others } = said;
  const compared = header.source === null && header.sequence === null ? others : { ...others, source, sequence };
  return Object.entries(compared).every(([name, value]) => {
    const given = header[name as keyof RecordHeader];
    return given === undefined || (given instanceof Date ? given.getTime() : given) === value;
  });
}

function headerIn(bytes: Buffer, rule: TopicRule): SaidHeader | undefined {
  try {
    const envelope = JSON.parse(bytes.toString()) as ArrivedEnvelope;
    const nowhere = { topic: '', partition: 0, offset: '0', key: null, problem: null };
    const { event } = journalRecordOf({ ...nowhere, bytes, envelope }, rule);
    if (!event) return undefined;
    const { source, sequence } = envelope;
    const { type, subject, personId, actor, correlationId, causationId } = event;
    const time = event.time.getTime();
    return { source, sequence, type, subject, personId, time, actor, correlationId, causationId };
  } catch {
    return undefined; // nobody could have read an envelope in these bytes
  }
}
