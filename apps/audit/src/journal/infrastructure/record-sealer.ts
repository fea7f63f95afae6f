import { PersonErasedV1 } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { commitmentOf } from '../../log/domain/entry.js';
import type { RecordKey } from '../../sealing/domain/record-key.js';
import { SEALED_FOR_NOBODY } from '../../sealing/domain/record-key.js';
import { RecordKeys } from '../../sealing/infrastructure/record-keys.js';
import type { JournalRecord } from '../domain/journal-record.js';

/** How the journal keeps a record. Only a record with a number has a commitment, and with it a leaf. */
export interface SealedRecord {
  readonly bytes: Buffer | null;
  readonly keyId: number;
  readonly commitment: Buffer | null;
}

/** What was sealed before the lock of the head was taken, with the keys of that epoch. */
export interface SealedAhead {
  readonly epoch: number;
  readonly sealed: ReadonlyMap<JournalRecord, SealedRecord>;
}

/** About a millisecond of work. */
const SLICE = 64;

/** Seals the bytes of each record under the key of its person, and commits to them. */
@Injectable()
export class RecordSealer {
  constructor(private readonly keys: RecordKeys) {}

  /**
   * As much as can be done while another batch still writes: sealing costs more than everything else that is done here. In slices, so
   * that the one that writes is not kept waiting for its next statement.
   */
  async ahead(records: readonly JournalRecord[]): Promise<SealedAhead> {
    const { epoch, keys } = this.keys.known;
    const sealed = new Map<JournalRecord, SealedRecord>();
    for (const [n, record] of records.entries()) {
      if (n % SLICE === SLICE - 1) await new Promise(setImmediate);
      const key = keys.get(ownerOf(record));
      if (key) sealed.set(record, sealedUnder(key, record));
    }
    return { epoch, sealed };
  }

  /** Under the lock of the head, which knows the present epoch: what is still to be sealed, or to be sealed again. */
  async seal(tx: Tx, records: readonly JournalRecord[], epoch: number, ahead: SealedAhead): Promise<SealedRecord[]> {
    const done = ahead.epoch === epoch ? ahead.sealed : new Map<JournalRecord, SealedRecord>();
    const owners = records.filter((record) => !done.has(record)).map(ownerOf);
    const keys = await this.keys.forOwners(tx, new Set(owners), epoch);
    return records.map((record) => done.get(record) ?? sealedUnder(keys.get(ownerOf(record)) as RecordKey, record));
  }
}

function sealedUnder(key: RecordKey, { bytes, identity, event }: JournalRecord): SealedRecord {
  const context = event?.id ?? '';
  return {
    bytes: bytes && key.seal(bytes, context),
    keyId: key.keyId,
    commitment: bytes && identity ? commitmentOf(key.saltOf(context), bytes) : null,
  };
}

/** That somebody was erased, and until when evidence is kept, must be known when their own key is gone (ADR 0039). */
function ownerOf({ event }: JournalRecord): string {
  if (event?.type === PersonErasedV1.type) return SEALED_FOR_NOBODY;
  return event?.personId ?? SEALED_FOR_NOBODY;
}
