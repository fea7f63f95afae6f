import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { RowSet } from '../../platform/row-set.js';
import type { Retraction } from '../application/person-store.port.js';
import { PersonStore } from '../application/person-store.port.js';
import type { FactRecord } from '../domain/person-facts.js';
import { personFacts } from '../domain/person-facts.js';
import type { DatedFact } from '../domain/parting.js';

const facts = new RowSet<FactRecord>(
  'person_fact',
  [
    { name: 'fact_id', type: 'uuid', value: (f) => f.factId },
    { name: 'person_id', type: 'uuid', value: (f) => f.personId },
    { name: 'kind', type: 'text', value: (f) => f.value.kind },
    { name: 'value', type: 'text', cast: 'jsonb', value: (f) => JSON.stringify(f.value) },
    { name: 'valid_from', type: 'date', value: (f) => f.validFrom },
    { name: 'valid_to', type: 'date', value: (f) => f.validTo },
    { name: 'recorded_at', type: 'timestamptz', value: (f) => f.recordedAt },
  ],
  'ON CONFLICT (fact_id) DO NOTHING',
);

interface FactRow {
  readonly fact_id: string;
  readonly person_id: string;
  readonly value: FactRecord['value'];
  readonly valid_from: FactRecord['validFrom'];
  readonly valid_to: FactRecord['validTo'];
  readonly recorded_at: string;
}

const COLUMNS = `f.fact_id, f.person_id, f.value, f.valid_from::text, f.valid_to::text,
  to_char(f.recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS recorded_at`;

const REGISTER = `INSERT INTO person (person_id) SELECT unnest($1::uuid[]) ON CONFLICT (person_id) DO NOTHING`;
const RETRACT = `UPDATE person_fact f SET retracted_at = d.at, retraction_reason = d.reason
  FROM unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::uuid[]) AS d(fact_id, reason, at, person_id)
  WHERE f.fact_id = d.fact_id AND f.person_id = d.person_id AND f.retracted_at IS NULL RETURNING ${COLUMNS}`;
const BELIEVED = `SELECT ${COLUMNS} FROM person_fact f WHERE f.person_id = ANY($1::uuid[]) AND f.retracted_at IS NULL`;
const DATED = `SELECT ${COLUMNS}, to_char(f.retracted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS retracted_at
  FROM person_fact f WHERE f.person_id = ANY($1::uuid[])`;
const KNOWN_AT = `SELECT ${COLUMNS} FROM person_fact f
  WHERE f.person_id = $1 AND f.recorded_at <= $2 AND (f.retracted_at IS NULL OR f.retracted_at > $2)`;
const FORGET = `DELETE FROM person_fact f WHERE f.person_id = ANY($1::uuid[])
  AND NOT EXISTS (SELECT FROM claim WHERE claim.person_id = f.person_id) RETURNING f.person_id`;
const REFRESH = `INSERT INTO person (person_id, facts)
  SELECT d.person_id, d.facts::jsonb FROM unnest($1::uuid[], $2::text[]) AS d(person_id, facts)
  ON CONFLICT (person_id) DO UPDATE SET facts = excluded.facts`;

@Injectable()
export class SqlPersonStore extends PersonStore {
  async register(tx: Tx, personIds: readonly string[]): Promise<void> {
    await tx.query(REGISTER, [personIds]);
  }

  async record(tx: Tx, recorded: readonly FactRecord[]): Promise<void> {
    await facts.insert(tx, recorded);
  }

  async retract(tx: Tx, retractions: readonly Retraction[]): Promise<FactRecord[]> {
    if (retractions.length === 0) return [];
    const rows = await tx.query<FactRow>(RETRACT, [
      retractions.map((each) => each.factId),
      retractions.map((each) => each.reason),
      retractions.map((each) => each.at),
      retractions.map((each) => each.personId),
    ]);
    return rows.map(factOf);
  }

  async refresh(tx: Tx, personIds: readonly string[]): Promise<void> {
    if (personIds.length === 0) return;
    const believed = new Map<string, FactRecord[]>(personIds.map((personId) => [personId, []]));
    for (const fact of await believedFacts(tx, personIds)) believed.get(fact.personId)?.push(fact);
    const values = personIds.map((personId) => JSON.stringify(personFacts(believed.get(personId) ?? [])));
    await tx.query(REFRESH, [personIds, values]);
  }

  async forget(tx: Tx, personIds: readonly string[]): Promise<void> {
    const rows = await tx.query<{ person_id: string }>(FORGET, [personIds]);
    const forgotten = [...new Set(rows.map((row) => row.person_id))];
    if (forgotten.length > 0)
      await tx.query('UPDATE person SET facts = NULL WHERE person_id = ANY($1::uuid[])', [forgotten]);
  }

  async knownAt(tx: Tx, personId: string, at: string): Promise<FactRecord[]> {
    return (await tx.query<FactRow>(KNOWN_AT, [personId, at])).map(factOf);
  }
}

export async function believedFacts(tx: Tx, personIds: readonly string[]): Promise<FactRecord[]> {
  return (await tx.query<FactRow>(BELIEVED, [personIds])).map(factOf);
}

/** All that was ever believed, each with the time until which it was. */
export async function datedFacts(tx: Tx, personIds: readonly string[]): Promise<DatedFact[]> {
  const rows = await tx.query<FactRow & { readonly retracted_at: string | null }>(DATED, [personIds]);
  return rows.map((row) => ({ ...factOf(row), retractedAt: row.retracted_at }));
}

function factOf(row: FactRow): FactRecord {
  return {
    factId: row.fact_id,
    personId: row.person_id,
    value: row.value,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    recordedAt: row.recorded_at,
  };
}
