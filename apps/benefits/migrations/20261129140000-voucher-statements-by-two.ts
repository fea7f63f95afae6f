import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an issuer outside reports is brought in by one person and approved by another; each redemption that was reported is kept. */
export class VoucherStatementsByTwo20261129140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(STATEMENT);
    await runner.query(REDEMPTION);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const STATEMENT = `
  DROP TRIGGER append_only ON voucher_statement;
  ALTER TABLE voucher_statement RENAME COLUMN imported_by TO prepared_by;
  ALTER TABLE voucher_statement RENAME COLUMN imported_at TO prepared_at;
  ALTER TABLE voucher_statement
    ADD COLUMN state text NOT NULL DEFAULT 'applied' CONSTRAINT ck_voucher_statement_state CHECK (state IN ('prepared', 'applied')),
    ADD COLUMN balances jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN redemptions jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN approved_by text,
    ADD COLUMN applied_at timestamptz;
  UPDATE voucher_statement SET applied_at = prepared_at;
  ALTER TABLE voucher_statement
    ALTER COLUMN state DROP DEFAULT, ALTER COLUMN balances DROP DEFAULT, ALTER COLUMN redemptions DROP DEFAULT,
    ADD CONSTRAINT ck_voucher_statement_applied CHECK ((state = 'applied') = (applied_at IS NOT NULL)),
    ADD CONSTRAINT ck_voucher_statement_second_person CHECK (approved_by <> prepared_by);
  -- Those of before were brought in by one person alone.
  ALTER TABLE voucher_statement ADD CONSTRAINT ck_voucher_statement_approved CHECK ((state = 'applied') = (approved_by IS NOT NULL)) NOT VALID;
  DO $$ BEGIN
    EXECUTE format('GRANT UPDATE ON voucher_statement TO %I', current_setting('doorstep.app_role'));
  END $$;

  CREATE FUNCTION keep_voucher_statement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a statement of vouchers is never deleted'; END IF;
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'prepared' THEN RAISE EXCEPTION 'a statement of vouchers is prepared first'; END IF;
      RETURN NEW;
    END IF;
    IF OLD.state <> 'prepared' OR NEW.state <> 'applied' OR (to_jsonb(OLD) - ARRAY['state', 'added', 'agreed', 'findings', 'approved_by',
        'applied_at']) <> (to_jsonb(NEW) - ARRAY['state', 'added', 'agreed', 'findings', 'approved_by', 'applied_at']) THEN
      RAISE EXCEPTION 'a statement of vouchers is applied once, as it was prepared';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_voucher_statement BEFORE INSERT OR UPDATE OR DELETE ON voucher_statement
    FOR EACH ROW EXECUTE FUNCTION keep_voucher_statement();
  CREATE TRIGGER no_truncate BEFORE TRUNCATE ON voucher_statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const REDEMPTION = `
  -- Only the first report of each claim was kept, whether it fitted or not.
  ALTER TABLE voucher_redemption RENAME TO voucher_redemption_before;
  CREATE TABLE voucher_redemption (
    claim_id uuid NOT NULL,
    reference text NOT NULL,
    voucher_statement_id uuid NOT NULL,
    issuer text NOT NULL,
    amount_fen bigint NOT NULL CONSTRAINT ck_voucher_redemption_amount_fen CHECK (amount_fen >= 0),
    -- What a live claim drew was reported: it is redeemed.
    accepted boolean NOT NULL,
    CONSTRAINT pk_voucher_redemption PRIMARY KEY (claim_id, reference, voucher_statement_id)
  );
  INSERT INTO voucher_redemption (claim_id, reference, voucher_statement_id, issuer, amount_fen, accepted)
    SELECT b.claim_id, b.reference, b.voucher_statement_id, s.issuer, b.amount_fen, EXISTS (SELECT FROM claim c
      WHERE c.claim_id = b.claim_id AND c.state IN ('held', 'settled') AND (c.voucher_draw->>'fen')::bigint = b.amount_fen)
    FROM voucher_redemption_before b JOIN voucher_statement s USING (voucher_statement_id);
  DROP TABLE voucher_redemption_before;
  CREATE UNIQUE INDEX uq_voucher_redemption_claim_id ON voucher_redemption (claim_id) WHERE accepted;
  CREATE INDEX idx_voucher_redemption_issuer_reference ON voucher_redemption (issuer, reference);
  ${appendOnly('voucher_redemption')}`;
