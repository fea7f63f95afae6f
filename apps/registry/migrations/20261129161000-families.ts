import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOfReachedPeople } from './reach-policy.js';

/** What elders agreed to, whom they let be invited, and who acts for them. */
export class Families1795968600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CONSENTS);
    await runner.query(FAMILIES);
    for (const table of ['consent', 'consent_withdrawal']) await runner.query(appendOnly(table));
    for (const table of ['consent', 'consent_withdrawal', 'family_invitation', 'family_link'])
      await runner.query(rowsOfReachedPeople(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const CONSENTS = `
  CREATE TABLE consent (
    consent_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_consent_person_id REFERENCES person,
    text_code text NOT NULL,
    text_version integer NOT NULL CONSTRAINT ck_consent_text_version CHECK (text_version >= 1),
    text_sha256 text NOT NULL,
    given_by text NOT NULL CONSTRAINT ck_consent_given_by CHECK (given_by IN ('self', 'guardian')),
    how text NOT NULL CONSTRAINT ck_consent_how CHECK (how IN ('paper', 'spoken', 'phone', 'app')),
    given_on date NOT NULL,
    source text,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
  );
  CREATE INDEX idx_consent_person_id_text_code ON consent (person_id, text_code);

  CREATE TABLE consent_withdrawal (
    consent_id uuid PRIMARY KEY CONSTRAINT fk_consent_withdrawal_consent_id REFERENCES consent,
    person_id uuid NOT NULL CONSTRAINT fk_consent_withdrawal_person_id REFERENCES person,
    withdrawn_by text NOT NULL CONSTRAINT ck_consent_withdrawal_withdrawn_by CHECK (withdrawn_by IN ('self', 'guardian')),
    how text NOT NULL CONSTRAINT ck_consent_withdrawal_how CHECK (how IN ('paper', 'spoken', 'phone', 'app')),
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
  );
  CREATE INDEX idx_consent_withdrawal_person_id ON consent_withdrawal (person_id);`;

const FAMILIES = `
  CREATE TABLE family_invitation (
    invitation_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_family_invitation_person_id REFERENCES person,
    relation text NOT NULL,
    may text[] NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    way text NOT NULL CONSTRAINT ck_family_invitation_way CHECK (way IN ('paper', 'link', 'visit')),
    consent_id uuid NOT NULL CONSTRAINT fk_family_invitation_consent_id REFERENCES consent,
    code_hash bytea NOT NULL CONSTRAINT uq_family_invitation_code_hash UNIQUE,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    redeemed_at timestamptz,
    redeemed_by text,
    revoked_at timestamptz,
    revoked_by text,
    CONSTRAINT ck_family_invitation_interval CHECK (valid_to > valid_from),
    CONSTRAINT ck_family_invitation_end CHECK (redeemed_at IS NULL OR revoked_at IS NULL)
  );
  CREATE INDEX idx_family_invitation_person_id ON family_invitation (person_id);

  CREATE TABLE family_link (
    link_id uuid PRIMARY KEY,
    version integer NOT NULL,
    subject text NOT NULL,
    person_id uuid NOT NULL CONSTRAINT fk_family_link_person_id REFERENCES person,
    relation text NOT NULL,
    may text[] NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    consent_id uuid NOT NULL CONSTRAINT fk_family_link_consent_id REFERENCES consent,
    -- An invitation makes one link, whatever else goes wrong.
    invitation_id uuid NOT NULL CONSTRAINT fk_family_link_invitation_id REFERENCES family_invitation
      CONSTRAINT uq_family_link_invitation_id UNIQUE,
    granted_at timestamptz NOT NULL,
    ended_at timestamptz,
    ended_by text,
    end_reason text,
    CONSTRAINT ck_family_link_interval CHECK (valid_to > valid_from),
    CONSTRAINT ck_family_link_end CHECK ((ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL))
  );
  CREATE INDEX idx_family_link_person_id ON family_link (person_id);
  CREATE INDEX idx_family_link_subject ON family_link (subject);
  CREATE UNIQUE INDEX uq_family_link_subject_person_id ON family_link (subject, person_id) WHERE ended_at IS NULL;

  CREATE TABLE failed_code (
    subject text NOT NULL,
    tried_at timestamptz NOT NULL
  );
  CREATE INDEX idx_failed_code_subject ON failed_code (subject, tried_at);

  DO $$ BEGIN
    EXECUTE format('REVOKE DELETE, TRUNCATE ON family_invitation, family_link FROM %I', current_setting('doorstep.app_role'));
  END $$;`;
