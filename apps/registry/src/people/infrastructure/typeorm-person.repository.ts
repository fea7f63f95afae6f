import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { IsNull } from 'typeorm';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import { PersonRepository } from '../application/person.repository.port.js';
import type { Person } from '../domain/person.js';
import { PersonRecord } from './person.record.js';

interface PersonRow {
  readonly person_id: string;
  readonly external_ref: string | null;
  readonly registered_at: Date;
}

@Injectable()
export class TypeormPersonRepository extends PersonRepository {
  async find(tx: Tx, personId: string): Promise<Person | undefined> {
    const record = await tx.manager.findOneBy(PersonRecord, { personId, erasedAt: IsNull() });
    if (!record) return undefined;
    const { externalRef, registeredAt } = record;
    return { personId, externalRef, registeredAt };
  }

  async resolve(tx: Tx, personIds: readonly string[], externalRefs: readonly string[]): Promise<Person[]> {
    const found = new Map<string, Person>();
    for (const ids of inChunks(personIds))
      keep(found, await this.by(tx, 'person_id = ANY($1::uuid[]) AND erased_at IS NULL', ids));
    for (const refs of inChunks(externalRefs)) keep(found, await this.by(tx, 'external_ref = ANY($1::text[])', refs));
    return [...found.values()];
  }

  async reached(tx: Tx, personIds: readonly string[]): Promise<string[]> {
    return (await this.by(tx, 'person_id = ANY($1::uuid[]) AND erased_at IS NULL', personIds)).map(
      (row) => row.person_id,
    );
  }

  async after(tx: Tx, personId: string, limit: number): Promise<string[]> {
    const rows = await tx.query<Pick<PersonRow, 'person_id'>>(
      'SELECT person_id FROM person WHERE person_id > $1 AND erased_at IS NULL ORDER BY person_id LIMIT $2',
      [personId, limit],
    );
    return rows.map((row) => row.person_id);
  }

  async add(tx: Tx, people: readonly Person[], stamp: Stamp): Promise<void> {
    for (const chunk of inChunks(people)) {
      await tx.query(
        `INSERT INTO person (person_id, external_ref, registered_at, registered_by, import_id)
         SELECT given.*, $4::text, $5::uuid FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS given`,
        [
          chunk.map((person) => person.personId),
          chunk.map((person) => person.externalRef),
          chunk.map((person) => person.registeredAt.toISOString()),
          stamp.by,
          stamp.importId,
        ],
      );
    }
  }

  private by(tx: Tx, condition: string, keys: readonly string[]): Promise<PersonRow[]> {
    return tx.query<PersonRow>(`SELECT person_id, external_ref, registered_at FROM person WHERE ${condition}`, [keys]);
  }
}

function keep(found: Map<string, Person>, rows: readonly PersonRow[]): void {
  for (const row of rows) {
    const { person_id: personId, external_ref: externalRef, registered_at: registeredAt } = row;
    found.set(personId, { personId, externalRef, registeredAt });
  }
}
