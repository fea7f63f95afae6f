import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Grants to operators: computed from what was served, proposed by one person and confirmed by another. */
export class Grants20261122160000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE grant_award (
        grant_id uuid PRIMARY KEY,
        site_id text NOT NULL,
        period text NOT NULL CONSTRAINT ck_grant_award_period CHECK (period ~ '^20[0-9][0-9](-(0[1-9]|1[0-2]))?$'),
        funder text NOT NULL,
        book_year smallint NOT NULL,
        pack_id text NOT NULL,
        scheme text NOT NULL,
        inputs jsonb NOT NULL,
        candidates jsonb NOT NULL,
        total_fen bigint NOT NULL,
        -- Confirmed before for the same site and period; this one adds the rest, or takes back what was too much.
        before_fen bigint NOT NULL,
        amount_fen bigint NOT NULL,
        state text NOT NULL CONSTRAINT ck_grant_award_state CHECK (state IN ('proposed', 'confirmed', 'rejected')),
        proposed_by text NOT NULL,
        proposed_at timestamptz NOT NULL,
        decided_by text,
        decided_at timestamptz,
        transaction_id uuid CONSTRAINT uq_grant_award_transaction_id UNIQUE,
        CONSTRAINT ck_grant_award_decided CHECK ((state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
        CONSTRAINT ck_grant_award_second_person CHECK (decided_by <> proposed_by),
        CONSTRAINT ck_grant_award_posted CHECK ((state = 'confirmed') = (transaction_id IS NOT NULL)),
        CONSTRAINT ck_grant_award_amount CHECK (total_fen >= 0 AND before_fen >= 0 AND amount_fen = total_fen - before_fen AND amount_fen <> 0)
      );
      CREATE INDEX idx_grant_award_site_id_period ON grant_award (site_id, period);
      CREATE UNIQUE INDEX uq_grant_award_site_id_period_proposed ON grant_award (site_id, period) WHERE state = 'proposed';
      CREATE TRIGGER keep_proposal BEFORE INSERT OR UPDATE OR DELETE ON grant_award FOR EACH ROW EXECUTE FUNCTION keep_proposal();
      CREATE TRIGGER no_truncate BEFORE TRUNCATE ON grant_award FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
