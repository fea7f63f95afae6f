import type { Tx } from '@doorstep/persistence';
import type { RecordKey } from '../../sealing/domain/record-key.js';
import type { RecordKeys } from '../../sealing/infrastructure/record-keys.js';

export interface SealedRow {
  /** The event's id, which the seal is bound to. */
  readonly id: string | null;
  readonly keyId: number | null;
  readonly bytes: Buffer | null;
}

export interface Opened {
  readonly bytes: Buffer | null;
  readonly salt: Buffer | null;
  /** There were bytes, and the caller cannot read them any more: they are gone, or their key is destroyed or restricted. */
  readonly erased: boolean;
}

/**
 * As they lay on the topic; null when there are none, or nobody can read them any more. That holds for altered ones too: verifying the
 * log names them, and whoever follows the journal must get past them.
 */
export function openedBytes({ id, keyId, bytes }: SealedRow, keys: ReadonlyMap<number, RecordKey>): Buffer | null {
  if (keyId === null || bytes === null) return bytes;
  try {
    return keys.get(keyId)?.open(bytes, id ?? '') ?? null;
  } catch {
    return null;
  }
}

/** The same rows with their bytes as they lay on the topic, and the salts of their commitments. */
export async function openRows<Row extends SealedRow>(
  tx: Tx,
  keys: RecordKeys,
  rows: readonly Row[],
  { restricted = false } = {},
): Promise<(Omit<Row, 'bytes'> & Opened)[]> {
  const sealedBy = rows.flatMap(({ keyId }) => (keyId === null ? [] : [keyId]));
  const known = await keys.byId(tx, sealedBy, restricted);
  return rows.map((row) => {
    if (row.keyId === null) return { ...row, salt: null, erased: false };
    const key = known.get(row.keyId);
    if (!key) return { ...row, bytes: null, salt: null, erased: true };
    const context = row.id ?? '';
    return { ...row, bytes: row.bytes && key.open(row.bytes, context), salt: key.saltOf(context), erased: isGone(row) };
  });
}

/** Whatever has an id was read from bytes. */
function isGone({ id, bytes }: SealedRow): boolean {
  return id !== null && bytes === null;
}
