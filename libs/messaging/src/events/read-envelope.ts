import { isUtf8 } from 'node:buffer';
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

const MEMBERS: readonly (readonly [keyof EventEnvelope, (value: unknown) => boolean])[] = [
  ['actor', (value) => isText(value, 200)],
  ['causationid', (value) => value === undefined || value === '' || isText(value, 100)],
  ['correlationid', (value) => isText(value, 100)],
  ['data', (value) => typeof value === 'object' && value !== null && !Array.isArray(value)],
  ['dataschema', (value) => isText(value, 300)],
  ['datacontenttype', (value) => value === 'application/json'],
  ['id', (value) => matches(value, UUID)],
  ['previous', (value) => matches(value, PREVIOUS)],
  ['sequence', (value) => matches(value, SEQUENCE)],
  ['source', (value) => matches(value, SOURCE)],
  ['specversion', (value) => value === '1.0'],
  ['subject', (value) => isText(value, 200)],
  ['time', (value) => matches(value, TIME)],
  ['type', (value) => isText(value, 200)],
];

/**
 * The envelope of a record's value, with the same rules as the contract's `EventEnvelope` (a test compares them), written out
 * since it runs for every record. Never throws; says what is wrong as a stable code with the member's name.
 */
export function readEnvelope(bytes: Buffer): ReadEnvelope {
  if (bytes.length > MAX_RECORD_BYTES) return bad('TOO_LARGE');
  if (!isUtf8(bytes)) return bad('MALFORMED');
  let document: Record<string, unknown> | null;
  try {
    document = JSON.parse(bytes.toString('utf8')) as Record<string, unknown> | null;
  } catch {
    return bad('MALFORMED');
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document)) return bad('NOT_AN_EVENT');
  for (const [member, isRight] of MEMBERS) if (!isRight(document[member])) return bad(`NOT_AN_EVENT: ${member}`);
  return { envelope: document as EventEnvelope, problem: null };
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
