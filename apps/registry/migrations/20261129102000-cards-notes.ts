import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOfReachedPeople } from './reach-policy.js';

/** Cards, diets and health notes, unsealings, erasures. */
export class CardsNotes1795947600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CARDS);
    await runner.query(NOTES);
    await runner.query(ACTS);
    for (const table of ['card', 'vault.sealed_note', 'unsealing_person', 'erasure', 'erasure_decision'])
      await runner.query(rowsOfReachedPeople(table));
    for (const table of ['unsealing', 'unsealing_person', 'unsealing_decision', 'erasure', 'erasure_decision'])
      await runner.query(appendOnly(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const CARDS = `
  CREATE TABLE card (
    card_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_card_person_id REFERENCES person,
    token_hash text NOT NULL CONSTRAINT uq_card_token_hash UNIQUE,
    medium text NOT NULL CONSTRAINT ck_card_medium CHECK (medium IN ('card', 'printed_code')),
    issued_at timestamptz NOT NULL,
    issued_by text NOT NULL,
    blocked_at timestamptz,
    blocked_by text,
    blocked_reason text,
    CONSTRAINT ck_card_blocked CHECK ((blocked_at IS NULL) = (blocked_reason IS NULL) AND (blocked_at IS NULL) = (blocked_by IS NULL))
  );
  CREATE INDEX idx_card_person_id ON card (person_id);
  DO $$ DECLARE app text := current_setting('doorstep.app_role'); BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON card FROM %I', app);
    EXECUTE format('GRANT UPDATE (blocked_at, blocked_by, blocked_reason) ON card TO %I', app);
  END $$;`;

/** The newest of a kind counts; all of them are unreadable once the person's key is destroyed. */
const NOTES = `
  CREATE TABLE vault.sealed_note (
    note_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_sealed_note_person_id REFERENCES person,
    kind text NOT NULL CONSTRAINT ck_sealed_note_kind CHECK (kind IN ('diet', 'health')),
    sealed bytea NOT NULL,
    source text,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
  );
  CREATE INDEX idx_sealed_note_person_id_kind ON vault.sealed_note (person_id, kind, note_id DESC);
  DO $$ BEGIN
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON vault.sealed_note TO %I', current_setting('doorstep.app_role'));
  END $$;`;

const ACTS = `
  CREATE TABLE unsealing (
    unsealing_id uuid PRIMARY KEY,
    reason text NOT NULL,
    reference text NOT NULL,
    requested_at timestamptz NOT NULL,
    requested_by text NOT NULL
  );
  CREATE TABLE unsealing_person (
    unsealing_id uuid NOT NULL CONSTRAINT fk_unsealing_person_unsealing_id REFERENCES unsealing,
    person_id uuid NOT NULL CONSTRAINT fk_unsealing_person_person_id REFERENCES person,
    CONSTRAINT pk_unsealing_person PRIMARY KEY (unsealing_id, person_id)
  );
  CREATE INDEX idx_unsealing_person_person_id ON unsealing_person (person_id);
  CREATE TABLE unsealing_decision (
    unsealing_id uuid PRIMARY KEY CONSTRAINT fk_unsealing_decision_unsealing_id REFERENCES unsealing,
    decision text NOT NULL CONSTRAINT ck_unsealing_decision_decision CHECK (decision IN ('approved', 'refused')),
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    ends_at timestamptz,
    CONSTRAINT ck_unsealing_decision_ends_at CHECK ((decision = 'approved') = (ends_at IS NOT NULL))
  );

  CREATE TABLE erasure (
    erasure_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_erasure_person_id REFERENCES person,
    ground text NOT NULL,
    requested_at timestamptz NOT NULL,
    requested_by text NOT NULL
  );
  CREATE INDEX idx_erasure_person_id ON erasure (person_id);
  CREATE TABLE erasure_decision (
    erasure_id uuid PRIMARY KEY CONSTRAINT fk_erasure_decision_erasure_id REFERENCES erasure,
    person_id uuid NOT NULL,
    decision text NOT NULL CONSTRAINT ck_erasure_decision_decision CHECK (decision IN ('approved', 'refused')),
    decided_at timestamptz NOT NULL,
    decided_by text NOT NULL,
    evidence_until date,
    CONSTRAINT ck_erasure_decision_evidence_until CHECK ((decision = 'approved') = (evidence_until IS NOT NULL))
  );`;
