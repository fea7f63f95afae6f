import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Persons who were erased. The journal stays append-only for everybody; only `journal_erase` can take bytes out of it, and nothing else
 * of a record.
 */
export class Erasure1795952400000 implements MigrationInterface {
  readonly name = 'Erasure1795952400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ERASURES);
    await runner.query(GUARD);
    await runner.query(ROOM);
    await runner.query('SELECT journal_make_room()');
    await runner.query(ERASE);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const ERASURES = `
  ALTER TABLE record_key ADD COLUMN restricted_at timestamptz;
  COMMENT ON COLUMN record_key.restricted_at IS 'the person was erased; what proves paid claims is opened only for a stated purpose';

  CREATE TABLE erasure (
    erasure_id uuid CONSTRAINT pk_erasure PRIMARY KEY,
    person_id  uuid NOT NULL,
    erased_at  timestamptz NOT NULL,
    kept_until date,
    noted_at   timestamptz(3) NOT NULL
  );
  COMMENT ON COLUMN erasure.kept_until IS 'last day of the evidence of paid claims; null when there is none';
  CREATE INDEX idx_erasure_person_id ON erasure (person_id);

  CREATE TABLE erasure_head (
    only_row   boolean CONSTRAINT pk_erasure_head PRIMARY KEY DEFAULT true CONSTRAINT ck_erasure_head_only CHECK (only_row),
    next_index bigint NOT NULL
  );
  INSERT INTO erasure_head (next_index) VALUES (0);
  COMMENT ON COLUMN erasure_head.next_index IS 'erasures that were journalled below this index are done';
`;

const GUARD = `
  CREATE FUNCTION refuse_change_of_journal() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('doorstep.erasing', true) = 'on' THEN
      RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;

  DO $guard$
  DECLARE part regclass;
  BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('journal') LOOP
      EXECUTE format('DROP TRIGGER append_only ON %s', part);
      EXECUTE format('CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON %s
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_journal()', part);
    END LOOP;
  END $guard$;
`;

// As in the migration of the explorer; parts of the journal get the guard that lets bytes go.
const ROOM = `
  DO $make$ BEGIN EXECUTE format($function$
    CREATE OR REPLACE FUNCTION journal_make_room() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      size constant bigint := 2000000;
      part bigint;
      whole text;
      name text;
      guard text;
    BEGIN
      FOR part IN SELECT n FROM journal_head, generate_series(0, next_index / size + 1) AS n ORDER BY 1 LOOP
        FOREACH whole IN ARRAY ARRAY['journal', 'journal_fact'] LOOP
          name := whole || '_' || lpad(part::text, 6, '0');
          guard := CASE whole WHEN 'journal' THEN 'refuse_change_of_journal()' ELSE 'refuse_change()' END;
          CONTINUE WHEN to_regclass(name) IS NOT NULL;
          EXECUTE 'CREATE TABLE ' || name || ' (LIKE ' || whole || ' INCLUDING CONSTRAINTS INCLUDING STORAGE) WITH (toast_tuple_target = 8160)';
          EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON ' || name || ' FROM %1$I';
          EXECUTE 'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ' || name
            || ' FOR EACH STATEMENT EXECUTE FUNCTION ' || guard;
          EXECUTE 'ALTER TABLE ' || whole || ' ATTACH PARTITION ' || name
            || ' FOR VALUES FROM (' || part * size || ') TO (' || (part + 1) * size || ')';
        END LOOP;
      END LOOP;
      RETURN (part + 1) * size;
    END $$
  $function$, current_setting('doorstep.app_role')); END $make$;
`;

const ERASE = `
  CREATE FUNCTION journal_erase(erased uuid, kept bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE gone bigint;
  BEGIN
    IF NOT EXISTS (SELECT FROM erasure WHERE person_id = erased) THEN
      RAISE EXCEPTION 'this person was not erased' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('doorstep.erasing', 'on', true);
    UPDATE journal SET bytes = NULL WHERE bytes IS NOT NULL AND person_id = erased AND journal_index = ANY(ARRAY(
      SELECT journal_index FROM journal_fact WHERE person_id = erased AND journal_index <> ALL (kept)));
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('doorstep.erasing', '', true);
    RETURN gone;
  END $$;
  COMMENT ON FUNCTION journal_erase(uuid, bigint[]) IS 'takes the bytes of an erased person out of the journal, but of these records';
`;
