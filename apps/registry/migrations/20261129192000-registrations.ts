import type { MigrationInterface, QueryRunner } from 'typeorm';
import { LISTED_SITES, REACHES_ALL, rowsFor } from './reach-policy.js';

/** First-time visitors who were registered at a till; one row for each try, since tries are what has a limit. */
export class Registrations1795980000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE quick_registration (
        registration_id uuid PRIMARY KEY,
        site_id text NOT NULL,
        registered_on date NOT NULL,
        outcome text NOT NULL CONSTRAINT ck_quick_registration_outcome CHECK (outcome IN ('registered', 'known', 'other_name')),
        person_id uuid CONSTRAINT fk_quick_registration_person_id REFERENCES person,
        done_at timestamptz NOT NULL,
        done_by text NOT NULL,
        CONSTRAINT ck_quick_registration_person_id CHECK ((person_id IS NULL) = (outcome = 'other_name'))
      );
      CREATE INDEX idx_quick_registration_site_id ON quick_registration (site_id, registered_on);
      CREATE INDEX idx_quick_registration_person_id ON quick_registration (person_id) WHERE person_id IS NOT NULL;
      -- Those who wait to be checked, oldest first.
      CREATE INDEX idx_person_fact_identity_check ON person_fact (fact_id)
        WHERE kind = 'application' AND value ->> 'for' = 'identity' AND NOT value ? 'approvedOn';
      DO $$ BEGIN
        EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON quick_registration FROM %I', current_setting('doorstep.app_role'));
      END $$;`);
    await runner.query(rowsFor('quick_registration', `${REACHES_ALL} OR site_id = ANY (${LISTED_SITES})`));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
