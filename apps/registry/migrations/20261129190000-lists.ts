import type { MigrationInterface, QueryRunner } from 'typeorm';
import { REACHES_ALL, rowsFor } from './reach-policy.js';

/** Full lists of other bureaus: held against what is known first, applied by a call of its own. */
export class Lists1795978800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LISTS);
    await runner.query(rowsFor('list_import_item', REACHES_ALL));
    await runner.query(FORGETTING);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const LISTS = `
  CREATE TABLE list_import (
    import_id uuid PRIMARY KEY,
    list text NOT NULL,
    area_code text,
    state text NOT NULL CONSTRAINT ck_list_import_state CHECK (state IN ('prepared', 'refused', 'applied', 'discarded')),
    row_count integer NOT NULL,
    counts jsonb NOT NULL,
    diff_sha256 text NOT NULL,
    ended_absent integer NOT NULL DEFAULT 0,
    prepared_at timestamptz NOT NULL,
    prepared_by text NOT NULL,
    expires_at timestamptz NOT NULL,
    closed_at timestamptz,
    closed_by text,
    -- Only while it waits: the file under a key of its own, which the master key wraps.
    sealed_file bytea,
    file_key bytea,
    CONSTRAINT ck_list_import_file CHECK ((state = 'prepared') = (sealed_file IS NOT NULL) AND (sealed_file IS NULL) = (file_key IS NULL)),
    CONSTRAINT ck_list_import_closed CHECK ((state IN ('applied', 'discarded')) = (closed_at IS NOT NULL) AND (closed_at IS NULL) = (closed_by IS NULL))
  );
  CREATE INDEX idx_list_import_waiting ON list_import (expires_at) WHERE state IN ('prepared', 'refused');

  CREATE TABLE list_import_item (
    import_id uuid NOT NULL CONSTRAINT fk_list_import_item_import_id REFERENCES list_import,
    position integer NOT NULL,
    outcome text NOT NULL,
    person_id uuid,
    reference text,
    item jsonb NOT NULL,
    CONSTRAINT pk_list_import_item PRIMARY KEY (import_id, position)
  );
  CREATE INDEX idx_list_import_item_outcome ON list_import_item (import_id, outcome, position);
  CREATE INDEX idx_list_import_item_person_id ON list_import_item (person_id) WHERE person_id IS NOT NULL;
  CREATE INDEX idx_list_import_item_reference ON list_import_item (reference) WHERE reference IS NOT NULL;

  -- Tokens of people who were forgotten, tied to no pseudonym.
  CREATE TABLE vault.erased_token (token bigint PRIMARY KEY, erased_at timestamptz NOT NULL);

  CREATE INDEX idx_person_fact_kind ON person_fact (kind, (value ->> 'category'), person_id);
  DO $$ DECLARE app text := current_setting('doorstep.app_role'); BEGIN
    EXECUTE format('REVOKE DELETE, TRUNCATE ON list_import FROM %I', app);
    EXECUTE format('REVOKE UPDATE, TRUNCATE ON list_import_item FROM %I', app);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON vault.erased_token TO %I', app);
  END $$;`;

/** A file in which somebody stands who is forgotten is forgotten too, and so is what the diffs said of this person. */
const FORGETTING = `
  CREATE FUNCTION person_lists_forget() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    UPDATE list_import SET state = 'discarded', sealed_file = NULL, file_key = NULL, closed_at = now(), closed_by = 'system'
    WHERE state = 'prepared' AND EXISTS (SELECT FROM list_import_item item WHERE item.import_id = list_import.import_id
      AND (item.person_id = NEW.person_id OR item.reference = OLD.external_ref));
    DELETE FROM list_import_item WHERE person_id = NEW.person_id OR reference = OLD.external_ref;
    RETURN NULL;
  END $$;
  CREATE TRIGGER forget_lists AFTER UPDATE OF erased_at ON person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION person_lists_forget();`;
