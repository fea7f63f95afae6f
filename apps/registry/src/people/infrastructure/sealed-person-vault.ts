import type { KeyObject } from 'node:crypto';
import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import { BlindIndexes } from '../../vault/application/blind-indexes.port.js';
import { PersonKeys } from '../../vault/application/person-keys.port.js';
import type { BlindIndex } from '../../vault/domain/blind-index.js';
import { opened, sealed } from '../../vault/domain/sealed-box.js';
import type { VaultEntry } from '../application/person-vault.port.js';
import { PersonVault } from '../application/person-vault.port.js';
import { searchTermsOf } from '../application/search-terms.js';
import type { Identity } from '../domain/person.js';
import { PersonErasedError } from '../domain/person.errors.js';

const ENTRIES_AT_ONCE = 1_000;

const LOAD = 'SELECT person_id, sealed FROM vault.sealed_identity WHERE person_id = ANY($1::uuid[])';
const STORE = `INSERT INTO vault.sealed_identity (person_id, sealed, updated_at)
  SELECT person_id, sealed, $3::timestamptz FROM unnest($1::uuid[], $2::bytea[]) AS given (person_id, sealed)
  ON CONFLICT (person_id) DO UPDATE SET sealed = EXCLUDED.sealed, updated_at = EXCLUDED.updated_at`;
const FORGET = 'DELETE FROM vault.search_token WHERE person_id = ANY($1::uuid[])';
const INDEX = `INSERT INTO vault.search_token (person_id, token)
  SELECT person_id, token FROM unnest($1::uuid[], $2::bigint[]) AS given (person_id, token) ON CONFLICT DO NOTHING`;
const FIND = `SELECT DISTINCT person_id FROM vault.search_token WHERE token = ANY($1::bigint[]) ORDER BY person_id LIMIT $2`;

interface SealedRow {
  readonly person_id: string;
  readonly sealed: Buffer;
}

/** Each entry is one sealed box under its person's key; the tables have no TypeORM record, so that no query reaches them by the way. */
@Injectable()
export class SealedPersonVault extends PersonVault {
  constructor(
    private readonly keys: PersonKeys,
    private readonly indexes: BlindIndexes,
  ) {
    super();
  }

  async load(tx: Tx, personIds: readonly string[]): Promise<Map<string, Identity>> {
    const found = new Map<string, Identity>();
    for (const chunk of inChunks(personIds)) {
      const rows = await tx.query<SealedRow>(LOAD, [chunk]);
      const keys = await this.keys.existing(
        tx,
        rows.map((row) => row.person_id),
      );
      for (const row of rows) {
        const key = keys.get(row.person_id);
        if (key) found.set(row.person_id, identityIn(row, key));
      }
    }
    return found;
  }

  async store(tx: Tx, entries: readonly VaultEntry[], at: Date): Promise<void> {
    if (entries.length === 0) return;
    const index = await this.indexes.current(tx);
    for (const chunk of inChunks(entries, ENTRIES_AT_ONCE)) await this.storeChunk(tx, chunk, index, at);
  }

  async find(tx: Tx, terms: Parameters<PersonVault['find']>[1], limit: number): Promise<string[]> {
    const index = await this.indexes.current(tx);
    const tokens = sqlArray(terms.map((term) => index.tokenOf(term)));
    return (await tx.query<{ person_id: string }>(FIND, [tokens, limit])).map((row) => row.person_id);
  }

  private async storeChunk(tx: Tx, entries: readonly VaultEntry[], index: BlindIndex, at: Date): Promise<void> {
    const ids = entries.map((entry) => entry.personId);
    const keys = await this.keys.ensured(tx, ids);
    const boxes = entries.map(({ personId, identity }) => {
      const key = keys.get(personId);
      if (!key) throw new PersonErasedError();
      return sealed(key, Buffer.from(JSON.stringify(identity), 'utf8'), contextOf(personId));
    });
    await tx.query(STORE, [ids, boxes, at]);
    await tx.query(FORGET, [ids]);
    const tokens = entries.flatMap(({ personId, identity }) =>
      searchTermsOf(identity).map((term) => ({ personId, token: index.tokenOf(term) })),
    );
    await tx.query(INDEX, [sqlArray(tokens.map((each) => each.personId)), sqlArray(tokens.map((each) => each.token))]);
  }
}

function identityIn({ person_id: personId, sealed: box }: SealedRow, key: KeyObject): Identity {
  return JSON.parse(opened(key, box, contextOf(personId)).toString('utf8')) as Identity;
}

function contextOf(personId: string): string {
  return `identity/${personId}`;
}
