import type { KeyObject } from 'node:crypto';
import { createSecretKey, randomBytes } from 'node:crypto';
import type { Tx } from '@doorstep/persistence';
import { openWith, RecordKey, SEALED_FOR_NOBODY, sealWith, SECRET_BYTES } from '../domain/record-key.js';

/** Keys that are kept unwrapped between batches; beyond that the whole cache starts anew. */
const KEPT = 50_000;

const LIVE = `
  SELECT key_id AS "keyId", person_id AS "personId", wrapped FROM record_key
  WHERE destroyed_at IS NULL AND (person_id = ANY($1::uuid[]) OR ($2 AND person_id IS NULL))`;

// What comes of somebody who was erased is opened for nobody but those who say why.
const MAKE = `
  INSERT INTO record_key (person_id, wrapped, made_at, restricted_at)
  SELECT person_id, wrapped, now(), CASE WHEN EXISTS (SELECT FROM erasure WHERE erasure.person_id = made.person_id) THEN now() END
  FROM unnest($1::uuid[], $2::bytea[]) AS made (person_id, wrapped)
  RETURNING key_id AS "keyId", person_id AS "personId", wrapped`;

const BY_ID = `
  SELECT key_id AS "keyId", person_id AS "personId", wrapped, restricted_at IS NOT NULL AS restricted FROM record_key
  WHERE key_id = ANY($1::integer[]) AND destroyed_at IS NULL`;

interface KeyRow {
  readonly keyId: number;
  readonly personId: string | null;
  readonly wrapped: Buffer;
  readonly restricted?: boolean;
}

/** The keys that were not destroyed. Null: the table has another secret than was wrapped, so nothing can be opened with it. */
export type LiveKeys = ReadonlyMap<number, RecordKey | null>;

/** The keys of persons, wrapped in the table by the master key that the service alone has. */
export class RecordKeys {
  private readonly master: KeyObject;
  private readonly kept = new Map<string, RecordKey>();
  private readonly opened = new Map<number, RecordKey | null>();
  private openedEpoch = -1;
  private epoch = -1;

  constructor(masterKey: Buffer) {
    this.master = createSecretKey(masterKey);
  }

  /** The keys that are kept here, without asking whether one was destroyed meanwhile: compare `epoch` before using the result. */
  get known(): { readonly epoch: number; readonly keys: ReadonlyMap<string, RecordKey> } {
    return { epoch: this.epoch, keys: this.kept };
  }

  /**
   * The live key of each owner (a person's id, or SEALED_FOR_NOBODY), made when it is missing. Only under the lock of the journal's
   * head, whose `epoch` tells whether a key that is kept here may have been destroyed since.
   */
  async forOwners(tx: Tx, owners: ReadonlySet<string>, epoch: number): Promise<ReadonlyMap<string, RecordKey>> {
    if (epoch !== this.epoch || this.kept.size > KEPT) this.kept.clear();
    this.epoch = epoch;
    const missing = [...owners].filter((owner) => !this.kept.has(owner));
    if (missing.length === 0) return this.kept;
    const added = await this.load(tx, missing);
    // Keys that a rolled-back transaction made do not exist.
    tx.afterCommit(() => added.forEach((key, owner) => this.kept.set(owner, key)));
    return new Map([...owners].map((owner) => [owner, (this.kept.get(owner) ?? added.get(owner)) as RecordKey]));
  }

  /** For reading: always asks the table, so that a destroyed key is gone at once. Those of erased persons say so. */
  async byId(tx: Tx, keyIds: readonly number[]): Promise<LiveKeys> {
    if (keyIds.length === 0) return new Map();
    const rows = await tx.query<KeyRow>(BY_ID, [[...new Set(keyIds)]]);
    return new Map(rows.map((row) => [row.keyId, this.unwrappedIfWhole(row)]));
  }

  /** For reading many: asks the table only for keys that were not read since the last one was destroyed, which `epoch` tells. */
  async byIdSince(tx: Tx, keyIds: readonly number[], epoch: number): Promise<LiveKeys> {
    if (epoch !== this.openedEpoch || this.opened.size > KEPT) this.opened.clear();
    this.openedEpoch = epoch;
    const missing = keyIds.filter((keyId) => !this.opened.has(keyId));
    for (const [keyId, key] of await this.byId(tx, missing)) this.opened.set(keyId, key);
    return this.opened;
  }

  private async load(tx: Tx, owners: readonly string[]): Promise<Map<string, RecordKey>> {
    const persons = owners.filter((owner) => owner !== SEALED_FOR_NOBODY);
    const rows = await tx.query<KeyRow>(LIVE, [persons, persons.length < owners.length]);
    const found = new Set(rows.map(ownerOf));
    const unknown = owners.filter((owner) => !found.has(owner));
    if (unknown.length > 0) {
      const wrapped = unknown.map((owner) => sealWith(this.master, randomBytes(SECRET_BYTES), owner));
      rows.push(...(await tx.query<KeyRow>(MAKE, [unknown.map((owner) => owner || null), wrapped])));
    }
    return new Map(rows.map((row) => [ownerOf(row), this.unwrapped(row)]));
  }

  private unwrapped(row: KeyRow): RecordKey {
    return new RecordKey(row.keyId, openWith(this.master, row.wrapped, ownerOf(row)), row.restricted);
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
