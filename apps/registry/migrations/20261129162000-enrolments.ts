import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOfReachedPeople } from './reach-policy.js';

/** Applications to be enrolled in a scheme, with every step they took. */
export class Enrolments1795969200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(APPLICATIONS);
    await runner.query(appendOnly('application_step'));
    for (const table of ['enrolment_application', 'application_step']) await runner.query(rowsOfReachedPeople(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const APPLICATIONS = `
  CREATE TABLE enrolment_application (
    application_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_enrolment_application_person_id REFERENCES person,
    scheme text NOT NULL,
    state text NOT NULL CONSTRAINT ck_enrolment_application_state CHECK (state IN ('draft', 'submitted', 'clarification_asked',
      'clarification_answered', 'approved', 'refused', 'withdrawn', 'expired')),
    version integer NOT NULL,
    applied_on date NOT NULL,
    applied_by text NOT NULL,
    channel text,
    answer_by date,
    effective_from date,
    valid_to date,
    -- No foreign key: the fact is forgotten with the person, the codes of the application are not.
    fact_id uuid,
    changed_at timestamptz NOT NULL,
    reminded_at timestamptz,
    CONSTRAINT ck_enrolment_application_interval CHECK (valid_to > effective_from),
    CONSTRAINT ck_enrolment_application_fact_id CHECK (state <> 'approved' OR fact_id IS NOT NULL)
  );
  CREATE INDEX idx_enrolment_application_person_id ON enrolment_application (person_id);
  CREATE INDEX idx_enrolment_application_state ON enrolment_application (state, application_id);
  CREATE INDEX idx_enrolment_application_valid_to ON enrolment_application (valid_to) WHERE state = 'approved';
  CREATE UNIQUE INDEX uq_enrolment_application_person_id_scheme ON enrolment_application (person_id, scheme)
    WHERE state IN ('draft', 'submitted', 'clarification_asked', 'clarification_answered');

  CREATE TABLE application_step (
    application_id uuid NOT NULL CONSTRAINT fk_application_step_application_id REFERENCES enrolment_application,
    version integer NOT NULL,
    person_id uuid NOT NULL CONSTRAINT fk_application_step_person_id REFERENCES person,
    state text NOT NULL,
    done_at timestamptz NOT NULL,
    done_by text NOT NULL,
    details jsonb NOT NULL,
    CONSTRAINT pk_application_step PRIMARY KEY (application_id, version)
  );
  CREATE INDEX idx_application_step_person_id ON application_step (person_id);
  DO $$ BEGIN
    EXECUTE format('REVOKE DELETE, TRUNCATE ON enrolment_application FROM %I', current_setting('doorstep.app_role'));
  END $$;`;
