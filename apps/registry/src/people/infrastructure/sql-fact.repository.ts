import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import type { FactHistory, FactRetraction } from '../application/fact.repository.port.js';
import { FactRepository } from '../application/fact.repository.port.js';
import type { PersonFact } from '../domain/person-fact.js';
import type { FactHistoryRow, FactRow } from './person-fact.mapper.js';
import { factOf, historyOf } from './person-fact.mapper.js';

const FACT = `fact.fact_id, fact.person_id, fact.value, fact.valid_from, fact.valid_to, fact.recorded_at, fact.recorded_by,
  fact.source, fact.replaces_fact_id`;

const HISTORY = `SELECT ${FACT}, newer.recorded_at AS replaced_at, retraction.recorded_at AS retracted_at, retraction.reason
  FROM person_fact fact
  LEFT JOIN person_fact newer ON newer.replaces_fact_id = fact.fact_id
  LEFT JOIN person_fact_retraction retraction ON retraction.fact_id = fact.fact_id`;

const BELIEVED = `SELECT ${FACT} FROM person_fact fact
  WHERE fact.person_id = ANY($1::uuid[])
    AND NOT EXISTS (SELECT FROM person_fact newer WHERE newer.replaces_fact_id = fact.fact_id)
    AND NOT EXISTS (SELECT FROM person_fact_retraction retraction WHERE retraction.fact_id = fact.fact_id)
  ORDER BY fact.person_id, fact.valid_from, fact.fact_id`;

const ADD = `INSERT INTO person_fact (fact_id, person_id, kind, value, valid_from, valid_to, recorded_at, recorded_by, source,
    replaces_fact_id, import_id)
  SELECT given.*, $11::uuid
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::jsonb[], $5::date[], $6::date[], $7::timestamptz[], $8::text[], $9::text[],
    $10::uuid[]) AS given`;

/** Belief is derived: a fact is believed until a newer one names it or a retraction does. Nothing is ever updated. */
@Injectable()
export class SqlFactRepository extends FactRepository {
  async believed(tx: Tx, personIds: readonly string[]): Promise<PersonFact[]> {
    return (await tx.query<FactRow>(BELIEVED, [personIds])).map(factOf);
  }

  async believedAt(tx: Tx, personId: string, at: Date): Promise<FactHistory[]> {
    const rows = await tx.query<FactHistoryRow>(
      `${HISTORY} WHERE fact.person_id = $1 AND fact.recorded_at <= $2
         AND (newer.recorded_at IS NULL OR newer.recorded_at > $2)
         AND (retraction.recorded_at IS NULL OR retraction.recorded_at > $2)
       ORDER BY fact.valid_from, fact.fact_id`,
      [personId, at],
    );
    return rows.map(historyOf);
  }

  async find(tx: Tx, personId: string, factId: string): Promise<FactHistory | undefined> {
    const rows = await tx.query<FactHistoryRow>(`${HISTORY} WHERE fact.person_id = $1 AND fact.fact_id = $2`, [
      personId,
      factId,
    ]);
    return rows.map(historyOf)[0];
  }

  async add(tx: Tx, facts: readonly PersonFact[], importId: string | null): Promise<void> {
    for (const chunk of inChunks(facts)) {
      await tx.query(ADD, [
        chunk.map((fact) => fact.factId),
        chunk.map((fact) => fact.personId),
        chunk.map((fact) => fact.value.kind),
        chunk.map((fact) => JSON.stringify(fact.value)),
        chunk.map((fact) => fact.validFrom),
        chunk.map((fact) => fact.validTo),
        chunk.map((fact) => fact.recordedAt.toISOString()),
        chunk.map((fact) => fact.recordedBy),
        chunk.map((fact) => fact.source),
        chunk.map((fact) => fact.replacesFactId),
        importId,
      ]);
    }
  }

  async retract(tx: Tx, retraction: FactRetraction): Promise<void> {
    await tx.query(
      `INSERT INTO person_fact_retraction (fact_id, person_id, reason, source, recorded_at, recorded_by)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [
        retraction.factId,
        retraction.personId,
        retraction.reason,
        retraction.source,
        retraction.recordedAt,
        retraction.recordedBy,
      ],
    );
  }
}
