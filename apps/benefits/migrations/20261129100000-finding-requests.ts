import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What auditors want put right, and what finance answers: asked, proposed and decided by three different people. */
export class FindingRequests20261129100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE finding_request (
        request_id uuid PRIMARY KEY,
        finding_id uuid NOT NULL,
        claim_id uuid NOT NULL,
        wanted text NOT NULL CONSTRAINT ck_finding_request_wanted CHECK (wanted IN ('re_decide', 'reverse')),
        reason text NOT NULL,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        state text NOT NULL DEFAULT 'open'
          CONSTRAINT ck_finding_request_state CHECK (state IN ('open', 'proposed', 'refused', 'carried_out')),
        proposal text CONSTRAINT ck_finding_request_proposal CHECK (proposal IN ('re_decide', 'reverse', 'refuse')),
        proposal_reason text,
        proposed_by text,
        proposed_at timestamptz,
        decided_by text,
        decided_at timestamptz,
        outcome jsonb,
        CONSTRAINT ck_finding_request_proposed CHECK ((state = 'open') = (proposed_by IS NULL)),
        CONSTRAINT ck_finding_request_decided CHECK ((state IN ('refused', 'carried_out')) = (decided_by IS NOT NULL)),
        CONSTRAINT ck_finding_request_outcome CHECK ((state = 'carried_out') = (outcome IS NOT NULL)),
        CONSTRAINT ck_finding_request_people CHECK (proposed_by <> requested_by AND decided_by <> requested_by AND decided_by <> proposed_by)
      );
      CREATE INDEX idx_finding_request_state ON finding_request (state, request_id);

      CREATE FUNCTION finding_request_stays() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        RAISE EXCEPTION 'what was decided about a request does not change' USING ERRCODE = 'restrict_violation';
      END $$;
      CREATE TRIGGER decided BEFORE UPDATE OR DELETE ON finding_request FOR EACH ROW
        WHEN (OLD.state IN ('refused', 'carried_out')) EXECUTE FUNCTION finding_request_stays();
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
