import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { FactRow } from '../../people/infrastructure/person-fact.mapper.js';
import { factOf } from '../../people/infrastructure/person-fact.mapper.js';
import type { CurrentFact, ListedArea } from '../application/current-facts.port.js';
import { CurrentFacts } from '../application/current-facts.port.js';

/** Of ability levels only the latest one that has begun holds. */
const CURRENT = `SELECT fact.*, person.external_ref FROM person_fact fact
  JOIN person ON person.person_id = fact.person_id AND person.erased_at IS NULL
  WHERE fact.kind = ANY($1::text[]) AND ($2::text IS NULL OR fact.value ->> 'category' = $2)
    AND NOT EXISTS (SELECT FROM person_fact newer WHERE newer.replaces_fact_id = fact.fact_id)
    AND NOT EXISTS (SELECT FROM person_fact_retraction retraction WHERE retraction.fact_id = fact.fact_id)
    AND fact.valid_from <= $3::date AND (fact.valid_to IS NULL OR fact.valid_to > $3::date)
    AND (fact.kind <> 'ability_level' OR NOT EXISTS (SELECT FROM person_fact later
      WHERE later.person_id = fact.person_id AND later.kind = 'ability_level'
        AND later.valid_from > fact.valid_from AND later.valid_from <= $3::date
        AND NOT EXISTS (SELECT FROM person_fact newer WHERE newer.replaces_fact_id = later.fact_id)
        AND NOT EXISTS (SELECT FROM person_fact_retraction retraction WHERE retraction.fact_id = later.fact_id)))
    AND ($4::text IS NULL OR EXISTS (SELECT FROM person_area lives
      JOIN area_closure inside ON inside.descendant_code = lives.area_code AND inside.ancestor_code = $4
      WHERE lives.person_id = fact.person_id
        AND lives.valid_from <= $3::date AND (lives.valid_to IS NULL OR lives.valid_to > $3::date)
        AND inside.valid_from <= $3::date AND (inside.valid_to IS NULL OR inside.valid_to > $3::date)))
  ORDER BY fact.person_id, fact.kind, fact.valid_from, fact.fact_id LIMIT $5`;

@Injectable()
export class SqlCurrentFacts extends CurrentFacts {
  async of(tx: Tx, { list, area, on }: ListedArea, limit: number): Promise<CurrentFact[]> {
    const rows = await tx.query<FactRow & { external_ref: string | null }>(CURRENT, [
      list.kinds,
      list.category,
      on,
      area,
      limit + 1,
    ]);
    return rows.map((row) => ({ ...factOf(row), externalRef: row.external_ref }));
  }
}
