import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Forgetting somebody: the one way in which recorded facts go, and only after two people have decided it. */
export class Forgetting1795948200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SQL);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const SQL = `
  ALTER TABLE person ADD COLUMN erased_at timestamptz;

  -- As refuse_change, but for what person_forget does, with the owner's rights and nobody else's.
  CREATE FUNCTION refuse_change_but_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' AND current_setting('doorstep.forgetting', true) = 'on'
      AND current_user = (SELECT tableowner FROM pg_tables WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME)
    THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;
  DROP TRIGGER append_only ON person_fact;
  DROP TRIGGER append_only ON person_fact_retraction;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_fact
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_forgetting();
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON person_fact_retraction
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_forgetting();

  CREATE FUNCTION person_forget(forgotten uuid) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE before text := coalesce(current_setting('doorstep.reach', true), '');
  BEGIN
    PERFORM set_config('doorstep.reach', 'all', true);
    IF NOT EXISTS (SELECT FROM erasure_decision WHERE person_id = forgotten AND decision = 'approved') THEN
      RAISE EXCEPTION 'nobody has approved this erasure' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('doorstep.forgetting', 'on', true);
    DELETE FROM person_fact_retraction WHERE person_id = forgotten;
    DELETE FROM person_fact WHERE person_id = forgotten;
    PERFORM set_config('doorstep.forgetting', '', true);
    DELETE FROM person_area WHERE person_id = forgotten;
    DELETE FROM person_site WHERE person_id = forgotten;
    DELETE FROM vault.sealed_note WHERE person_id = forgotten;
    DELETE FROM vault.search_token WHERE person_id = forgotten;
    DELETE FROM vault.sealed_identity WHERE person_id = forgotten;
    DELETE FROM vault.person_identity WHERE person_id = forgotten;
    UPDATE person SET external_ref = NULL, erased_at = now() WHERE person_id = forgotten;
    PERFORM set_config('doorstep.reach', before, true);
  END $$;
  REVOKE ALL ON FUNCTION person_forget FROM PUBLIC;
  DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION person_forget TO %I', current_setting('doorstep.app_role'));
    EXECUTE format('REVOKE DELETE, TRUNCATE ON person FROM %I', current_setting('doorstep.app_role'));
  END $$;`;
