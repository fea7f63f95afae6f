import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Looks lie in parts of a month, so that those older than their retention go at once and at no cost. Their ids begin with the time, so
 * they alone say which part a look lies in.
 */
export class LookUpMonths1795954800000 implements MigrationInterface {
  readonly name = 'LookUpMonths1795954800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PARTED);
    await runner.query(appendOnly('look_up'));
    await runner.query(FUNCTIONS);
    await runner.query(MOVE);
    await runner.query(RUNS);
    await runner.query(appendOnly('retention_run'));
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const PARTED = `
  ALTER TABLE look_up RENAME TO look_up_before;
  ALTER TABLE look_up_before DROP CONSTRAINT pk_look_up;
  DROP INDEX idx_look_up_actor, idx_look_up_kind, idx_look_up_ids;
  CREATE TABLE look_up (
    look_up_id      uuid CONSTRAINT pk_look_up PRIMARY KEY,
    kind            text NOT NULL,
    actor           text NOT NULL,
    at              timestamptz(3) NOT NULL,
    purpose         text,
    ids             uuid[] NOT NULL,
    question        jsonb NOT NULL,
    question_sha256 text NOT NULL,
    CONSTRAINT ck_look_up_ids CHECK (cardinality(ids) <= 20)
  ) PARTITION BY RANGE (look_up_id);
  CREATE INDEX idx_look_up_actor ON look_up (actor, look_up_id);
  CREATE INDEX idx_look_up_kind ON look_up (kind, look_up_id);
  CREATE INDEX idx_look_up_ids ON look_up USING gin (ids);
`;

// With the owner's rights: the service's role can neither create nor drop tables. What is younger than a year is dropped for nobody.
const FUNCTIONS = `
  CREATE FUNCTION look_up_bound(moment timestamptz) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$
    SELECT (overlay(lpad(to_hex((extract(epoch FROM moment) * 1000)::bigint), 12, '0') PLACING '-' FROM 9 FOR 0) || '-0000-0000-000000000000')::uuid
  $$;
  COMMENT ON FUNCTION look_up_bound(timestamptz) IS 'the least id of this moment';

  DO $make$ BEGIN EXECUTE format($function$
    CREATE FUNCTION look_up_make_room(moment timestamptz) RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
    DECLARE
      month timestamptz := date_trunc('month', moment);
      name text := 'look_up_' || to_char(month, 'YYYYMM');
    BEGIN
      IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
      PERFORM pg_advisory_xact_lock(7302116);
      IF to_regclass(name) IS NOT NULL THEN RETURN; END IF;
      EXECUTE 'CREATE TABLE ' || name || ' (LIKE look_up INCLUDING CONSTRAINTS)';
      EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON ' || name || ' FROM %1$I';
      EXECUTE 'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ' || name
        || ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()';
      EXECUTE format('ALTER TABLE look_up ATTACH PARTITION %%I FOR VALUES FROM (%%L) TO (%%L)',
        name, look_up_bound(month), look_up_bound(month + interval '1 month'));
    END $$
  $function$, current_setting('doorstep.app_role')); END $make$;
  COMMENT ON FUNCTION look_up_make_room(timestamptz) IS 'makes the part of the month in which this moment lies';

  CREATE FUNCTION look_up_drop_before(moment timestamptz, OUT months integer, OUT look_ups bigint)
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET timezone = 'UTC' AS $$
  DECLARE
    part text;
    lost bigint;
    oldest text := 'look_up_' || to_char(LEAST(moment, now() - interval '1 year'), 'YYYYMM');
  BEGIN
    months := 0;
    look_ups := 0;
    FOR part IN
      SELECT c.relname FROM pg_inherits AS i JOIN pg_class AS c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'look_up'::regclass AND c.relname < oldest ORDER BY 1
    LOOP
      EXECUTE format('SELECT count(*) FROM %I', part) INTO lost;
      EXECUTE format('DROP TABLE %I', part);
      months := months + 1;
      look_ups := look_ups + lost;
    END LOOP;
  END $$;
  COMMENT ON FUNCTION look_up_drop_before(timestamptz) IS 'drops the months that end before this moment';
`;

const MOVE = `
  SELECT look_up_make_room(at) FROM (SELECT DISTINCT date_trunc('month', at) AS at FROM look_up_before) AS months;
  SELECT look_up_make_room(now()), look_up_make_room(now() + interval '1 month');
  INSERT INTO look_up SELECT * FROM look_up_before;
  DROP TABLE look_up_before;
`;

const RUNS = `
  CREATE TABLE retention_run (
    run_on     date CONSTRAINT pk_retention_run PRIMARY KEY,
    applied_at timestamptz(3) NOT NULL,
    months     integer NOT NULL,
    look_ups   bigint NOT NULL
  );
`;
