import { isAscii, isUtf8 } from 'node:buffer';
import { MAX_EVENT_DATA_BYTES, type EventEnvelope } from '@doorstep/contracts';

/** Data at its largest and the rest of the envelope with every text at its longest. */
export const MAX_RECORD_BYTES = MAX_EVENT_DATA_BYTES + 16 * 1024;

export type ReadEnvelope =
  { readonly envelope: EventEnvelope; readonly problem: null } | { readonly envelope: null; readonly problem: string };

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const SEQUENCE = /^[1-9]\d{0,18}$/;
const PREVIOUS = /^(0|[1-9]\d{0,18})$/;
const SOURCE = /^[a-z-]+\/\d{1,4}\/\d{1,9}$/;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * The envelope of a record's value, with the same rules as the contract's `EventEnvelope` (a test compares them), written out
 * since it runs for every record. Never throws; says what is wrong as a stable code with the member's name.
 */
export function readEnvelope(bytes: Buffer): ReadEnvelope {
  if (bytes.length > MAX_RECORD_BYTES) return bad('TOO_LARGE');
  const text = textOf(bytes);
  if (text === undefined) return bad('MALFORMED');
  let document: Record<string, unknown> | null;
  try {
    document = JSON.parse(text) as Record<string, unknown> | null;
  } catch {
    return bad('MALFORMED');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return bad('NOT_AN_EVENT');
  const wrong = wrongMemberOf(document);
  if (wrong !== undefined) return bad(`NOT_AN_EVENT: ${wrong}`);
  return { envelope: document as EventEnvelope, problem: null };
}

/** Most events are plain letters, which are checked and copied in half the time. */
function textOf(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString('latin1');
  return isUtf8(bytes) ? bytes.toString('utf8') : undefined;
}

/** The first member, in order of the alphabet, that is not as it must be. One straight line: a table of rules costs twice as much. */
function wrongMemberOf(document: Record<string, unknown>): keyof EventEnvelope | undefined {
  const { actor, causationid, correlationid, data, datacontenttype, dataschema, id } = document;
  const { previous, sequence, source, specversion, subject, time, type } = document;
  if (!isText(actor, 200)) return 'actor';
  if (causationid !== undefined && causationid !== '' && !isText(causationid, 100)) return 'causationid';
  if (!isText(correlationid, 100)) return 'correlationid';
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return 'data';
  if (datacontenttype !== 'application/json') return 'datacontenttype';
  if (!isText(dataschema, 300)) return 'dataschema';
  if (!matches(id, UUID)) return 'id';
  if (!matches(previous, PREVIOUS)) return 'previous';
  if (!matches(sequence, SEQUENCE)) return 'sequence';
  if (!matches(source, SOURCE)) return 'source';
  if (specversion !== '1.0') return 'specversion';
  if (!isText(subject, 200)) return 'subject';
  if (!matches(time, TIME)) return 'time';
  return isText(type, 200) ? undefined : 'type';
}

function bad(problem: string): ReadEnvelope {
  return { envelope: null, problem };
}

function isText(value: unknown, longest: number): boolean {
  return typeof value === 'string' && value.length > 0 && value.length <= longest;
}

function matches(value: unknown, pattern: RegExp): boolean {
  return typeof value === 'string' && pattern.test(value);
}
