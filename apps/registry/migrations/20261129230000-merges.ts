import type { MigrationInterface, QueryRunner } from 'typeorm';
import { REACHES_ALL, rowsFor } from './reach-policy.js';

/** Two files of one person: which one stands for both, by whose word, and whether that was taken back. Nothing is moved between them. */
export class Merges1795993200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGES);
    await runner.query(
      rowsFor(
        'person_merge',
        `${REACHES_ALL} OR EXISTS (SELECT FROM person reached WHERE reached.person_id IN (person_merge.person_id, person_merge.into_person_id))`,
      ),
    );
    await runner.query(SURVIVORS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const MERGES = `
  CREATE TABLE person_merge (
    merge_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_person_merge_person_id REFERENCES person,
    into_person_id uuid NOT NULL CONSTRAINT fk_person_merge_into_person_id REFERENCES person,
    reason text NOT NULL,
    merged_on date NOT NULL,
    merged_at timestamptz NOT NULL,
    merged_by text NOT NULL,
    undone_at timestamptz,
    undone_by text,
    undone_reason text,
    CONSTRAINT ck_person_merge_two CHECK (person_id <> into_person_id),
    CONSTRAINT ck_person_merge_undone CHECK ((undone_at IS NULL) = (undone_by IS NULL) AND (undone_at IS NULL) = (undone_reason IS NULL))
  );
  CREATE UNIQUE INDEX uq_person_merge_person_id ON person_merge (person_id) WHERE undone_at IS NULL;
  CREATE INDEX idx_person_merge_person_id ON person_merge (person_id);
  CREATE INDEX idx_person_merge_into_person_id ON person_merge (into_person_id);
  DO $$ DECLARE app text := current_setting('doorstep.app_role'); BEGIN
    EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON person_merge FROM %I', app);
    EXECUTE format('GRANT UPDATE (undone_at, undone_by, undone_reason) ON person_merge TO %I', app);
  END $$;`;

/** Whoever reaches one file is told under which id the person goes, whether or not this id is in reach. */
const SURVIVORS = `
  CREATE FUNCTION person_survivors(asked uuid[]) RETURNS TABLE (person_id uuid, survivor_id uuid) LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE before text := coalesce(current_setting('doorstep.reach', true), '');
  BEGIN
    PERFORM set_config('doorstep.reach', 'all', true);
    RETURN QUERY WITH RECURSIVE up AS (
      SELECT live.person_id AS own, live.into_person_id AS stands, 1 AS depth
        FROM person_merge live WHERE live.person_id = ANY (asked) AND live.undone_at IS NULL
      UNION ALL
      SELECT up.own, live.into_person_id, up.depth + 1
        FROM up JOIN person_merge live ON live.person_id = up.stands AND live.undone_at IS NULL WHERE up.depth < 16)
    SELECT DISTINCT ON (up.own) up.own, up.stands FROM up ORDER BY up.own, up.depth DESC;
    PERFORM set_config('doorstep.reach', before, true);
  END $$;
  REVOKE ALL ON FUNCTION person_survivors FROM PUBLIC;
  DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION person_survivors TO %I', current_setting('doorstep.app_role'));
  END $$;`;
