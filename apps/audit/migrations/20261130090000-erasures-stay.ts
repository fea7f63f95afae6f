import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What says that a person was erased, and until when evidence is kept, is sealed under nobody's key and stays. */
export class ErasuresStay1796029200000 implements MigrationInterface {
  readonly name = 'ErasuresStay1796029200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ERASE);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const ERASE = `
  CREATE OR REPLACE FUNCTION journal_erase(erased uuid, kept bigint[]) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE gone bigint;
  BEGIN
    IF NOT EXISTS (SELECT FROM erasure WHERE person_id = erased) THEN
      RAISE EXCEPTION 'this person was not erased' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('doorstep.erasing', 'on', true);
    UPDATE journal SET bytes = NULL WHERE bytes IS NOT NULL AND person_id = erased AND journal_index = ANY(ARRAY(
      SELECT journal_index FROM journal_fact WHERE person_id = erased AND journal_index <> ALL (kept)))
      AND key_id IN (SELECT key_id FROM record_key WHERE person_id = erased);
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('doorstep.erasing', '', true);
    RETURN gone;
  END $$;
  COMMENT ON COLUMN erasure.evidence_until IS 'last day on which evidence of paid claims may be kept: a copy, for finding whose time is over; what counts is the record of the erasure';
`;
