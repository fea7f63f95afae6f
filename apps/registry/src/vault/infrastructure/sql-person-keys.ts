import type { KeyObject } from 'node:crypto';
import { createSecretKey, randomBytes } from 'node:crypto';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import { KeyWrapper } from '../application/key-wrapper.port.js';
import { PersonKeys } from '../application/person-keys.port.js';
import { KEY_BYTES } from '../domain/sealed-box.js';

interface KeyRow {
  readonly person_id: string;
  readonly wrapped: Buffer;
}

const LIVE =
  'SELECT person_id, wrapped FROM vault.person_key WHERE person_id = ANY($1::uuid[]) AND wrapped IS NOT NULL';
const MAKE = `INSERT INTO vault.person_key (person_id, wrapped, made_at)
  SELECT person_id, wrapped, now() FROM unnest($1::uuid[], $2::bytea[]) AS made (person_id, wrapped)
  ON CONFLICT (person_id) DO NOTHING RETURNING person_id, wrapped`;
const DESTROY = `UPDATE vault.person_key SET wrapped = NULL, destroyed_at = $2
  WHERE person_id = $1 AND wrapped IS NOT NULL RETURNING person_id`;
const ERASED = 'SELECT person_id FROM vault.person_key WHERE person_id = ANY($1::uuid[]) AND wrapped IS NULL';

/** Always asks the table: a destroyed key is gone at once, on every instance. */
@Injectable()
export class SqlPersonKeys extends PersonKeys {
  constructor(private readonly wrapper: KeyWrapper) {
    super();
  }

  async existing(tx: Tx, personIds: readonly string[]): Promise<Map<string, KeyObject>> {
    const keys = new Map<string, KeyObject>();
    for (const ids of inChunks(personIds)) await this.keep(keys, await tx.query<KeyRow>(LIVE, [ids]));
    return keys;
  }

  async ensured(tx: Tx, personIds: readonly string[]): Promise<Map<string, KeyObject>> {
    const keys = await this.existing(tx, personIds);
    const missing = [...new Set(personIds)].filter((personId) => !keys.has(personId));
    for (const ids of inChunks(missing)) {
      const wrapped = await this.wrapper.wrap(
        ids.map(() => randomBytes(KEY_BYTES)),
        ids.map(contextOf),
      );
      await this.keep(keys, await tx.query<KeyRow>(MAKE, [ids, wrapped]));
      // Somebody else may have made the others at the same time.
      await this.keep(keys, await tx.query<KeyRow>(LIVE, [ids.filter((personId) => !keys.has(personId))]));
    }
    return keys;
  }

  async destroy(tx: Tx, personId: string, at: Date): Promise<boolean> {
    await this.ensured(tx, [personId]); // so that the row stands and says that this person is erased
    return (await tx.query(DESTROY, [personId, at])).length > 0;
  }

  async erased(tx: Tx, personIds: readonly string[]): Promise<Set<string>> {
    const rows = await tx.query<{ person_id: string }>(ERASED, [personIds]);
    return new Set(rows.map((row) => row.person_id));
  }

  private async keep(keys: Map<string, KeyObject>, rows: readonly KeyRow[]): Promise<void> {
    const secrets = await this.wrapper.unwrap(
      rows.map((row) => row.wrapped),
      rows.map((row) => contextOf(row.person_id)),
    );
    rows.forEach((row, index) => keys.set(row.person_id, createSecretKey(secrets[index] as Buffer)));
  }
}

function contextOf(personId: string): string {
  return `person/${personId}`;
}
