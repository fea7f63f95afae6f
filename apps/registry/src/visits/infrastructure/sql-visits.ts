import type { Tx } from '@doorstep/persistence';
import { sqlArray } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Visit } from '../application/visits.port.js';
import { Visits } from '../application/visits.port.js';

const RECORD = `INSERT INTO person_site (person_id, site_id, last_on)
  SELECT visit.person_id, visit.site_id, max(visit.last_on)
  FROM unnest($1::uuid[], $2::text[], $3::date[]) AS visit (person_id, site_id, last_on)
  JOIN person ON person.person_id = visit.person_id AND person.erased_at IS NULL
  GROUP BY visit.person_id, visit.site_id ORDER BY visit.person_id, visit.site_id
  ON CONFLICT (person_id, site_id) DO UPDATE SET last_on = EXCLUDED.last_on WHERE person_site.last_on < EXCLUDED.last_on`;

@Injectable()
export class SqlVisits extends Visits {
  async record(tx: Tx, visits: readonly Visit[]): Promise<void> {
    await tx.query(RECORD, [
      sqlArray(visits.map((visit) => visit.personId)),
      sqlArray(visits.map((visit) => visit.siteId)),
      sqlArray(visits.map((visit) => visit.on)),
    ]);
  }
}
