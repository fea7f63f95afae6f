import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What decided claims of erased people rest on goes when its retention has ended. Bases of decisions stay append-only for everybody; only
 * `destroy_evidence` can empty those of somebody whose retention has ended.
 */
export class EndOfEvidence20261129150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ERASED);
    await runner.query(DESTROY);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const ERASED = `
  CREATE TABLE erased_person (
    person_id uuid PRIMARY KEY,
    -- Last day on which evidence of claims that were paid may be kept.
    evidence_until date NOT NULL,
    destroyed_on date,
    facts integer,
    decisions integer,
    CONSTRAINT ck_erased_person_destroyed CHECK (num_nulls(destroyed_on, facts, decisions) IN (0, 3))
  );
  CREATE INDEX idx_erased_person_waiting ON erased_person (evidence_until, person_id) WHERE destroyed_on IS NULL;
  CREATE INDEX idx_erased_person_destroyed_on ON erased_person (destroyed_on) WHERE destroyed_on IS NOT NULL;

  CREATE FUNCTION keep_basis() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('doorstep.erasing', true) = 'on' THEN RETURN NULL; END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;
  DROP TRIGGER append_only ON claim_decision;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON claim_decision
    FOR EACH STATEMENT EXECUTE FUNCTION keep_basis();`;

const DESTROY = `
  CREATE FUNCTION destroy_evidence(erased uuid, today date) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE gone_facts integer; gone_decisions integer;
  BEGIN
    PERFORM FROM erased_person WHERE person_id = erased AND evidence_until < today AND destroyed_on IS NULL FOR UPDATE;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'nothing of this person may be destroyed today' USING ERRCODE = 'restrict_violation';
    END IF;
    DELETE FROM person_fact WHERE person_id = erased;
    GET DIAGNOSTICS gone_facts = ROW_COUNT;
    UPDATE person SET facts = NULL, worked_out_approvals = '{}' WHERE person_id = erased;
    DELETE FROM correction_task WHERE person_id = erased;
    PERFORM set_config('doorstep.erasing', 'on', true);
    UPDATE claim_decision d SET fact_ids = '{}', steps = '[]' FROM claim c WHERE c.claim_id = d.claim_id AND c.person_id = erased;
    GET DIAGNOSTICS gone_decisions = ROW_COUNT;
    PERFORM set_config('doorstep.erasing', '', true);
    UPDATE erased_person SET destroyed_on = today, facts = gone_facts, decisions = gone_decisions WHERE person_id = erased;
  END $$;
  COMMENT ON FUNCTION destroy_evidence(uuid, date) IS 'empties what decided claims of an erased person rest on, after its retention';`;
