import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOfReachedPeople } from './reach-policy.js';

/** The vault holds sealed boxes only (ADR 0030); what lies open in `person_identity` is moved by the first start with a key. */
export class Vault1795947000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of ['vault.person_key', 'vault.sealed_identity', 'vault.search_token'])
      await runner.query(rowsOfReachedPeople(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const TABLES = `
  -- A destroyed key stays as a row, so that nobody gets a second one by accident.
  CREATE TABLE vault.person_key (
    person_id uuid PRIMARY KEY CONSTRAINT fk_person_key_person_id REFERENCES person,
    wrapped bytea,
    made_at timestamptz NOT NULL,
    destroyed_at timestamptz,
    CONSTRAINT ck_person_key_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
  );
  CREATE TABLE vault.service_key (name text PRIMARY KEY, wrapped bytea NOT NULL, made_at timestamptz NOT NULL);
  CREATE TABLE vault.sealed_identity (
    person_id uuid PRIMARY KEY CONSTRAINT fk_sealed_identity_person_id REFERENCES person,
    sealed bytea NOT NULL,
    updated_at timestamptz NOT NULL
  );
  CREATE TABLE vault.search_token (
    person_id uuid NOT NULL CONSTRAINT fk_search_token_person_id REFERENCES person,
    token bigint NOT NULL,
    CONSTRAINT pk_search_token PRIMARY KEY (person_id, token)
  );
  CREATE INDEX idx_search_token_token ON vault.search_token (token);
  DO $$ DECLARE app text := current_setting('doorstep.app_role'); BEGIN
    EXECUTE format('GRANT SELECT, INSERT ON vault.service_key TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE (wrapped, destroyed_at) ON vault.person_key TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON vault.sealed_identity TO %I', app);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON vault.search_token TO %I', app);
    EXECUTE format('REVOKE INSERT, UPDATE ON vault.person_identity FROM %I', app);
  END $$;`;
