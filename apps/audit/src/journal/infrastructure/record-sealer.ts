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

/** Seals the bytes of each record under the key of its person, and commits to them. */
@Injectable()
export class RecordSealer {
  constructor(private readonly keys: RecordKeys) {}

  /** Under the lock of the head. */
  async seal(tx: Tx, records: readonly JournalRecord[], keyEpoch: number): Promise<SealedRecord[]> {
    const keys = await this.keys.forOwners(tx, new Set(records.map(ownerOf)), keyEpoch);
    return records.map((record) => sealed(record, keys.get(ownerOf(record)) as RecordKey));
  }
}

function sealed({ bytes, identity, event }: JournalRecord, key: RecordKey): SealedRecord {
  const context = event?.id ?? '';
  return {
    bytes: bytes && key.seal(bytes, context),
    keyId: key.keyId,
    commitment: bytes && identity ? commitmentOf(key.saltOf(context), bytes) : null,
  };
}

function ownerOf({ event }: JournalRecord): string {
  return event?.personId ?? SEALED_FOR_NOBODY;
}
