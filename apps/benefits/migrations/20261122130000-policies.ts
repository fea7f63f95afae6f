import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The life of a rule version. Its document never changes; two people stand behind every one that did not come with a release. */
export class Policies20261122130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE policy_pack_version
        ADD COLUMN policy_id uuid NOT NULL DEFAULT gen_random_uuid(),
        ADD COLUMN state text NOT NULL DEFAULT 'approved' CONSTRAINT ck_policy_pack_version_state
          CHECK (state IN ('draft', 'proposed', 'approved', 'superseded', 'withdrawn')),
        ADD COLUMN title jsonb,
        -- First day on which it no longer holds, as things stand; effective_to is what the document says.
        ADD COLUMN holds_until date,
        ADD COLUMN released boolean NOT NULL DEFAULT true,
        ADD COLUMN drafted_by text NOT NULL DEFAULT 'client:release',
        ADD COLUMN drafted_at timestamptz,
        ADD COLUMN proposed_by text,
        ADD COLUMN proposed_at timestamptz,
        ADD COLUMN approved_by text,
        ADD COLUMN ended_by text,
        ADD COLUMN ended_at timestamptz,
        ADD COLUMN end_reason text,
        ADD COLUMN superseded_by uuid,
        ALTER COLUMN version DROP NOT NULL,
        ALTER COLUMN activated_at DROP NOT NULL,
        DROP CONSTRAINT pk_policy_pack_version,
        ADD CONSTRAINT pk_policy_pack_version PRIMARY KEY (policy_id);
      UPDATE policy_pack_version SET drafted_at = activated_at, holds_until = effective_to;
      ALTER TABLE policy_pack_version
        ALTER COLUMN policy_id DROP DEFAULT,
        ALTER COLUMN state DROP DEFAULT,
        ALTER COLUMN released DROP DEFAULT,
        ALTER COLUMN drafted_by DROP DEFAULT,
        ALTER COLUMN drafted_at SET NOT NULL,
        ADD CONSTRAINT ck_policy_pack_version_two_people CHECK (approved_by IS NULL
          OR (proposed_by IS NOT NULL AND approved_by <> proposed_by AND approved_by <> drafted_by)),
        ADD CONSTRAINT ck_policy_pack_version_approved CHECK (released OR state NOT IN ('approved', 'superseded') OR approved_by IS NOT NULL),
        ADD CONSTRAINT ck_policy_pack_version_proposed CHECK (state <> 'proposed' OR proposed_by IS NOT NULL),
        ADD CONSTRAINT ck_policy_pack_version_announced CHECK (state NOT IN ('approved', 'superseded') OR (version IS NOT NULL AND activated_at IS NOT NULL)),
        ADD CONSTRAINT ck_policy_pack_version_superseded CHECK ((state = 'superseded') = (superseded_by IS NOT NULL)),
        ADD CONSTRAINT ck_policy_pack_version_withdrawn CHECK (state <> 'withdrawn' OR (ended_by IS NOT NULL AND end_reason IS NOT NULL));
      CREATE UNIQUE INDEX uq_policy_pack_version_pack_id_effective_from ON policy_pack_version (pack_id, effective_from)
        WHERE state = 'approved';
      -- Claims name the version by its number: a number that was ever in force is never given again.
      CREATE UNIQUE INDEX uq_policy_pack_version_pack_id_rule_version ON policy_pack_version (pack_id, rule_version)
        WHERE version IS NOT NULL;
      CREATE INDEX idx_policy_pack_version_list ON policy_pack_version (drafted_at DESC, policy_id DESC);

      CREATE FUNCTION guard_policy_pack_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'rule versions are kept' USING ERRCODE = '23514'; END IF;
        IF TG_OP = 'INSERT' THEN
          IF NOT NEW.released AND NEW.state <> 'draft' THEN
            RAISE EXCEPTION 'a rule version begins as a draft' USING ERRCODE = '23514';
          END IF;
          RETURN NEW;
        END IF;
        IF (NEW.policy_id, NEW.pack_id, NEW.rule_version, NEW.effective_from, NEW.effective_to, NEW.document, NEW.sha256, NEW.released, NEW.drafted_by)
            IS DISTINCT FROM (OLD.policy_id, OLD.pack_id, OLD.rule_version, OLD.effective_from, OLD.effective_to, OLD.document, OLD.sha256, OLD.released, OLD.drafted_by)
          OR (OLD.proposed_by IS NOT NULL AND NEW.proposed_by IS DISTINCT FROM OLD.proposed_by)
          OR (OLD.approved_by IS NOT NULL AND NEW.approved_by IS DISTINCT FROM OLD.approved_by)
        THEN RAISE EXCEPTION 'what was proposed and approved does not change' USING ERRCODE = '23514'; END IF;
        IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN (('draft', 'proposed'), ('draft', 'withdrawn'), ('proposed', 'approved'),
          ('proposed', 'withdrawn'), ('approved', 'superseded'), ('approved', 'withdrawn'), ('superseded', 'approved'))
        THEN RAISE EXCEPTION 'a % rule version cannot become %', OLD.state, NEW.state USING ERRCODE = '23514'; END IF;
        RETURN NEW;
      END $$;
      CREATE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON policy_pack_version
        FOR EACH ROW EXECUTE FUNCTION guard_policy_pack_version();

      -- Counts changes of what is in force: an instance whose number differs reads the versions again before it decides anything.
      CREATE TABLE policy_revision (
        single boolean PRIMARY KEY DEFAULT true CONSTRAINT ck_policy_revision_single CHECK (single),
        revision integer NOT NULL
      );
      INSERT INTO policy_revision (revision) VALUES (0);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
