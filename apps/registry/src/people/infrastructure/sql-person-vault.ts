import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import type { VaultEntry } from '../application/person-vault.port.js';
import { PersonVault } from '../application/person-vault.port.js';
import type { Identity } from '../domain/person.js';

interface IdentityRow {
  readonly person_id: string;
  readonly name: string;
  readonly id_number: string | null;
  readonly phone: string | null;
  readonly address: string | null;
}

/** The table lies in a schema of its own and has no TypeORM record, so that no query reaches it by the way. */
@Injectable()
export class SqlPersonVault extends PersonVault {
  async load(tx: Tx, personIds: readonly string[]): Promise<Map<string, Identity>> {
    const found = new Map<string, Identity>();
    for (const chunk of inChunks(personIds)) {
      const rows = await tx.query<IdentityRow>(
        `SELECT person_id, name, id_number, phone, address FROM vault.person_identity WHERE person_id = ANY($1::uuid[])`,
        [chunk],
      );
      for (const { person_id, name, id_number: idNumber, phone, address } of rows)
        found.set(person_id, { name, idNumber, phone, address });
    }
    return found;
  }

  async store(tx: Tx, entries: readonly VaultEntry[], at: Date): Promise<void> {
    for (const chunk of inChunks(entries)) {
      await tx.query(
        `INSERT INTO vault.person_identity (person_id, name, id_number, phone, address, updated_at)
         SELECT given.*, $6::timestamptz
         FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) AS given
         ON CONFLICT (person_id) DO UPDATE SET name = EXCLUDED.name, id_number = EXCLUDED.id_number, phone = EXCLUDED.phone,
           address = EXCLUDED.address, updated_at = EXCLUDED.updated_at`,
        [
          chunk.map((entry) => entry.personId),
          chunk.map(({ identity }) => identity.name),
          chunk.map(({ identity }) => identity.idNumber),
          chunk.map(({ identity }) => identity.phone),
          chunk.map(({ identity }) => identity.address),
          at,
        ],
      );
    }
  }
}
