import type { KeyObject } from 'node:crypto';
import { createSecretKey, randomBytes } from 'node:crypto';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import type { ErasureRow } from './evidence-ends.js';
import { ERASURES, evidenceEndsIn } from './evidence-ends.js';
import { BREAK, BY_ID, LIVE, MAKE, OLDEST } from './record-keys.sql.js';
import { openWith, RecordKey, SEALED_FOR_NOBODY, sealWith, SECRET_BYTES } from '../domain/record-key.js';

/** Keys that are kept unwrapped between batches; beyond that the whole cache starts anew. */
const KEPT = 50_000;

/** Later than every day: where nothing says when evidence ends, it does not. */
export const NO_END = 'infinity';

interface KeyRow {
  readonly keyId: number;
  readonly personId: string | null;
  readonly wrapped: Buffer;
  readonly restricted?: boolean;
  /** Evidence of the erased person may not be gone yet. */
  readonly keeps?: boolean;
}

interface FoundKey extends Omit<KeyRow, 'wrapped'> {
  /** Null when it was destroyed. */
  readonly wrapped: Buffer | null;
  readonly closed: boolean;
  readonly forged: boolean;
  readonly settled: boolean;
}

/**
 * The keys that no erasure has destroyed. Null: somebody changed it, took it out or closed it without an erasure, so nothing can be
 * opened with it, and what it sealed counts as altered.
 */
export type LiveKeys = ReadonlyMap<number, RecordKey | null>;

/**
 * Another master key than the one that wrapped the keys: nothing is journalled or read under it, and Kafka keeps what comes. Were it
 * believed, every key would count as broken and be made anew.
 */
export class RecordMasterKeyError extends Error {
  override readonly name = 'RecordMasterKeyError';
  /** SQLSTATE of a system error: says nothing about the records, which are tried again. */
  readonly code = '58000';

  constructor() {
    super('RECORD_MASTER_KEY opens none of the keys of the journal');
  }
}

/** The keys of persons, wrapped in the table by the master key that the service alone has. */
export class RecordKeys {
  private readonly master: KeyObject;
  private readonly kept = new Map<string, RecordKey>();
  private readonly opened = new Map<number, RecordKey | null>();
  private openedEpoch = -1;
  private epoch = -1;
  private isMaster = false;

  constructor(
    masterKey: Buffer,
    private readonly clock: Clock,
  ) {
    this.master = createSecretKey(masterKey);
  }

  /** The keys that are kept here, without asking whether one was destroyed meanwhile: compare `epoch` before using the result. */
  get known(): { readonly epoch: number; readonly keys: ReadonlyMap<string, RecordKey> } {
    return { epoch: this.epoch, keys: this.kept };
  }

  /**
   * The live key of each owner (a person's id, or SEALED_FOR_NOBODY), made when it is missing. Only under the lock of the journal's
   * head, whose `epoch` tells whether a key that is kept here may have been destroyed since. @throws RecordMasterKeyError
   */
  async forOwners(tx: Tx, owners: ReadonlySet<string>, epoch: number): Promise<ReadonlyMap<string, RecordKey>> {
    if (epoch !== this.epoch || this.kept.size > KEPT) this.kept.clear();
    this.epoch = epoch;
    const missing = [...owners].filter((owner) => !this.kept.has(owner));
    if (missing.length === 0) return this.kept;
    const added = await this.load(tx, missing);
    // Keys that a rolled-back transaction made do not exist.
    tx.afterCommit(() => {
      this.isMaster = true;
      added.forEach((key, owner) => this.kept.set(owner, key));
    });
    return new Map([...owners].map((owner) => [owner, (this.kept.get(owner) ?? added.get(owner)) as RecordKey]));
  }

  /** For reading: always asks the table, so that a destroyed key is gone at once. Those of erased persons say so. */
  async byId(tx: Tx, keyIds: readonly number[]): Promise<LiveKeys> {
    if (keyIds.length === 0) return new Map();
    await this.proveMaster(tx);
    const asked = [...new Set(keyIds)];
    const keys = new Map<number, RecordKey | null>(asked.map((keyId) => [keyId, null]));
    const found = await tx.query<FoundKey>(BY_ID, [asked]);
    const closed = found.flatMap(({ closed: isClosed, personId }) => (isClosed && personId !== null ? [personId] : []));
    const ends = await this.evidenceEnds(tx, closed);
    // On the last day clocks may differ.
    const today = shanghaiDate(this.clock.now());
    for (const { forged, settled, wrapped, ...row } of found) {
      const keeps = row.closed && (ends.get(row.personId ?? '') ?? NO_END) > today;
      // What was settled is evidence until its time is over, so its key is not destroyed before.
      if (forged || (settled && keeps)) continue;
      if (wrapped === null) keys.delete(row.keyId);
      else keys.set(row.keyId, this.unwrappedIfWhole({ ...row, wrapped, keeps }));
    }
    return keys;
  }

  /**
   * The last day on which evidence of each of these persons may be kept, from the records of their erasure: what stands in the table
   * `erasure` anybody can change who is superuser of the database. Nothing for whom the log tells no end.
   */
  async evidenceEnds(tx: Tx, personIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (personIds.length === 0) return new Map();
    const rows = await tx.query<ErasureRow>(ERASURES, [[...new Set(personIds)]]);
    const kept = new Map<number, RecordKey | null>();
    return evidenceEndsIn(rows, ({ keyId, wrapped, id, bytes }) => {
      if (!kept.has(keyId)) kept.set(keyId, this.unwrappedIfWhole({ keyId, personId: null, wrapped }));
      return kept.get(keyId)?.openIfWhole(bytes, id) ?? null;
    });
  }

  /** For reading many: asks the table only for keys that were not read since the last one was destroyed, which `epoch` tells. */
  async byIdSince(tx: Tx, keyIds: readonly number[], epoch: number): Promise<LiveKeys> {
    if (epoch !== this.openedEpoch || this.opened.size > KEPT) this.opened.clear();
    this.openedEpoch = epoch;
    const missing = keyIds.filter((keyId) => !this.opened.has(keyId));
    for (const [keyId, key] of await this.byId(tx, missing)) this.opened.set(keyId, key);
    return this.opened;
  }

  /** The first key of all may be wrapped by any. @throws RecordMasterKeyError */
  private async proveMaster(tx: Tx): Promise<void> {
    if (this.isMaster) return;
    const rows = await tx.query<KeyRow>(OLDEST);
    this.isMaster = rows.some((row) => this.unwrappedIfWhole(row));
    if (!this.isMaster && rows.length > 0) throw new RecordMasterKeyError();
  }

  private async load(tx: Tx, owners: readonly string[]): Promise<Map<string, RecordKey>> {
    await this.proveMaster(tx);
    const persons = owners.filter((owner) => owner !== SEALED_FOR_NOBODY);
    const rows = await tx.query<KeyRow>(LIVE, [persons, persons.length < owners.length]);
    const found = new Map<string, RecordKey>();
    const broken: number[] = [];
    for (const row of rows) {
      const key = this.unwrappedIfWhole(row);
      if (key) found.set(ownerOf(row), key);
      else broken.push(row.keyId);
    }
    // Whoever tampered with it must not stop the journal.
    if (broken.length > 0) await tx.query(BREAK, [broken]);
    const unknown = owners.filter((owner) => !found.has(owner));
    for (const row of await this.make(tx, unknown)) found.set(ownerOf(row), this.unwrapped(row));
    return found;
  }

  private async make(tx: Tx, owners: readonly string[]): Promise<KeyRow[]> {
    if (owners.length === 0) return [];
    const wrapped = owners.map((owner) => sealWith(this.master, randomBytes(SECRET_BYTES), owner));
    return tx.query<KeyRow>(MAKE, [owners.map((owner) => owner || null), wrapped]);
  }

  private unwrapped(row: KeyRow): RecordKey {
    return new RecordKey(row.keyId, openWith(this.master, row.wrapped, ownerOf(row)), row.restricted, row.keeps);
  }

  private unwrappedIfWhole(row: KeyRow): RecordKey | null {
    try {
      return this.unwrapped(row);
    } catch {
      return null; // what it sealed shows as altered
    }
  }
}

function ownerOf({ personId }: KeyRow): string {
  return personId ?? SEALED_FOR_NOBODY;
}
