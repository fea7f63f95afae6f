import { ClaimSettledV1 } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { commitmentOf } from '../../log/domain/entry.js';
import type { RecordKey } from '../../sealing/domain/record-key.js';
import type { LiveKeys, RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { RecordHeader } from '../domain/record-header.js';
import { headerAgrees } from '../domain/record-header.js';
import { ruleOf } from '../application/topic-rule.js';

/** A row of the journal, or some of its columns: what is there of the header is compared with the record. */
export interface SealedRow extends RecordHeader {
  /** The event's id, which the seal is bound to. */
  readonly id: string | null;
  readonly keyId: number | null;
  readonly bytes: Buffer | null;
  readonly topic?: string;
  readonly commitment?: Buffer | null;
}

export interface Opened {
  readonly bytes: Buffer | null;
  readonly salt: Buffer | null;
  /** There were bytes, and the caller cannot read them any more: they are gone, or their key is destroyed or restricted. */
  readonly erased: boolean;
  /** Of an erased person, and still there: opened for who says why. */
  readonly restricted: boolean;
  /** The row is not what was journalled: somebody changed it in the database. Its bytes are shown to nobody. */
  readonly altered: boolean;
}

const NOTHING: Opened = { bytes: null, salt: null, erased: false, restricted: false, altered: false };

/**
 * As they lay on the topic; null when there are none, or nobody can read them any more. That holds for altered ones too: whoever follows
 * the journal must get past them.
 */
export function openedBytes(row: SealedRow, keys: LiveKeys): Buffer | null {
  return openRow(row, keys, true).bytes;
}

/** The same rows with their bytes as they lay on the topic, and the salts of their commitments. */
export async function openRows<Row extends SealedRow>(
  tx: Tx,
  keys: RecordKeys,
  rows: readonly Row[],
  { restricted = false } = {},
): Promise<(Omit<Row, 'bytes'> & Opened)[]> {
  const sealedBy = rows.flatMap(({ keyId }) => (keyId === null ? [] : [keyId]));
  const live = await keys.byId(tx, sealedBy);
  return rows.map((row) => ({ ...row, ...openRow(row, live, restricted) }));
}

/** @param opensRestricted whether records of erased persons that are still kept are opened too */
export function openRow(row: SealedRow, keys: LiveKeys, opensRestricted: boolean): Opened {
  if (row.keyId === null) return { ...NOTHING, bytes: row.bytes };
  const key = keys.get(row.keyId);
  if (key === undefined) return { ...NOTHING, erased: true };
  if (key === null) return { ...NOTHING, altered: true };
  const { restricted } = key;
  // Whatever has an id was read from bytes.
  if (row.bytes === null) return { ...NOTHING, ...(row.id !== null && (mayBeGone(row, key) ? GONE : ALTERED)) };
  if (restricted && !opensRestricted) return { ...NOTHING, erased: true, restricted };
  const bytes = wholeBytes(row, row.bytes, key);
  if (bytes === null) return { ...NOTHING, restricted, altered: true };
  return { bytes, salt: key.saltOf(row.id ?? ''), erased: false, restricted, altered: false };
}

const GONE = { erased: true };
const ALTERED = { altered: true };

/** Of an erased person, but for what was paid, while that is evidence. */
function mayBeGone({ type }: SealedRow, { restricted, keepsEvidence }: RecordKey): boolean {
  return restricted && !(keepsEvidence && type === ClaimSettledV1.type);
}

/** Null when a single bit of bytes, commitment or header is not as it was journalled. */
function wholeBytes(row: SealedRow, sealed: Buffer, key: RecordKey): Buffer | null {
  try {
    const context = row.id ?? '';
    const bytes = key.open(sealed, context);
    const { commitment, topic } = row;
    if (commitment && !commitmentOf(key.saltOf(context), bytes).equals(commitment)) return null;
    if (row.id !== null && topic !== undefined && !headerAgrees(row, bytes, ruleOf(topic))) return null;
    return bytes;
  } catch {
    return null;
  }
}
