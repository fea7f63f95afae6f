import type { UnverifiedPerson } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Registration } from '../application/registrations.port.js';
import { Registrations } from '../application/registrations.port.js';

const ADD = `INSERT INTO quick_registration (registration_id, site_id, registered_on, outcome, person_id, done_at, done_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;
const FIND = `SELECT registration_id AS "registrationId", site_id AS "siteId", registered_on::text AS "on", outcome, person_id AS "personId",
    done_at AS at, done_by AS by
  FROM quick_registration WHERE registration_id = $1`;
const UNVERIFIED = `SELECT fact.person_id AS "personId", fact.fact_id AS "factId", fact.valid_from::text AS since,
    fact.recorded_at AS "recordedAt", fact.recorded_by AS "recordedBy"
  FROM person_fact fact
  WHERE fact.kind = 'application' AND fact.value ->> 'for' = 'identity' AND NOT fact.value ? 'approvedOn' AND fact.fact_id > $1
    AND NOT EXISTS (SELECT FROM person_fact newer WHERE newer.replaces_fact_id = fact.fact_id)
    AND NOT EXISTS (SELECT FROM person_fact_retraction retraction WHERE retraction.fact_id = fact.fact_id)
  ORDER BY fact.fact_id LIMIT $2`;

@Injectable()
export class SqlRegistrations extends Registrations {
  async countOf(tx: Tx, siteId: string, on: string): Promise<number> {
    const [row] = await tx.query<{ tries: number }>(
      'SELECT count(*)::integer AS tries FROM quick_registration WHERE site_id = $1 AND registered_on = $2',
      [siteId, on],
    );
    return row?.tries ?? 0;
  }

  async add(tx: Tx, { registrationId, siteId, on, outcome, personId, at, by }: Registration): Promise<void> {
    await tx.query(ADD, [registrationId, siteId, on, outcome, personId, at, by]);
  }

  async find(tx: Tx, registrationId: string): Promise<Registration | undefined> {
    return (await tx.query<Registration>(FIND, [registrationId]))[0];
  }

  async unverified(
    tx: Tx,
    { after, limit }: { readonly after: string; readonly limit: number },
  ): Promise<UnverifiedPerson[]> {
    const rows = await tx.query<Omit<UnverifiedPerson, 'recordedAt'> & { recordedAt: Date }>(UNVERIFIED, [
      after,
      limit,
    ]);
    return rows.map((row) => ({ ...row, recordedAt: row.recordedAt.toISOString() }));
  }
}
