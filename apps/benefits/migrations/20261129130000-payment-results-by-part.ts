import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the bank reports, it reports for each record of the file: the part of one funder. A line and a statement are paid when all parts are. */
export class PaymentResultsByPart20261129130000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MOVE_RESULTS);
    await runner.query(LINE_RULES);
    await runner.query(PART_RULES);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const MOVE_RESULTS = `
  DROP TRIGGER append_only ON payment_part;
  ALTER TABLE payment_part
    ADD COLUMN part_id uuid,
    ADD COLUMN statement_id uuid,
    ADD COLUMN state text,
    ADD COLUMN bank_reference text,
    ADD COLUMN result_on date,
    ADD COLUMN cause text,
    ADD COLUMN recorded_by text,
    ADD COLUMN recorded_at timestamptz,
    ADD COLUMN transaction_id uuid;
  -- Files that are out name the line: its first part keeps that reference. The parts of a line shared one movement of the ledger.
  UPDATE payment_part p SET part_id = CASE p.number WHEN 1 THEN l.line_id ELSE gen_random_uuid() END, statement_id = l.statement_id,
    state = l.state, bank_reference = l.bank_reference, result_on = l.result_on, cause = l.cause, recorded_by = l.recorded_by,
    recorded_at = l.recorded_at, transaction_id = l.transaction_id
  FROM payment_line l WHERE l.line_id = p.line_id;
  ALTER TABLE payment_part
    ALTER COLUMN part_id SET NOT NULL,
    ALTER COLUMN statement_id SET NOT NULL,
    ALTER COLUMN state SET NOT NULL,
    ADD CONSTRAINT uq_payment_part_part_id UNIQUE (part_id),
    ADD CONSTRAINT ck_payment_part_state CHECK (state IN ('sent', 'paid', 'failed')),
    ADD CONSTRAINT ck_payment_part_result CHECK ((state = 'sent') = (recorded_at IS NULL) AND (state = 'sent') = (bank_reference IS NULL)
      AND (state = 'sent') = (recorded_by IS NULL) AND (state = 'sent') = (result_on IS NULL) AND (state = 'failed') = (cause IS NOT NULL)
      AND (state = 'paid') = (transaction_id IS NOT NULL));
  -- What a funder gives of a statement is on its way once, and paid once.
  CREATE UNIQUE INDEX uq_payment_part_statement_id_funder ON payment_part (statement_id, funder) WHERE state IN ('sent', 'paid');
  CREATE INDEX idx_payment_part_statement_id ON payment_part (statement_id);
  CREATE INDEX idx_payment_part_transaction_id ON payment_part (transaction_id) WHERE transaction_id IS NOT NULL;
  DO $$ BEGIN
    EXECUTE format('GRANT UPDATE ON payment_part TO %I', current_setting('doorstep.app_role'));
  END $$;`;

const LINE_RULES = `
  DROP TRIGGER keep_payment_line ON payment_line;
  DROP TRIGGER no_truncate ON payment_line;
  DROP FUNCTION keep_payment_line();
  ALTER TABLE payment_line DROP COLUMN state, DROP COLUMN bank_reference, DROP COLUMN result_on, DROP COLUMN cause,
    DROP COLUMN recorded_by, DROP COLUMN recorded_at, DROP COLUMN transaction_id;
  ${appendOnly('payment_line')}

  CREATE FUNCTION only_what_is_due() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM statement s WHERE s.statement_id = NEW.statement_id AND s.state = 'approved' AND s.site_id = NEW.site_id) THEN
      RAISE EXCEPTION 'only what is due on an approved statement is paid';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER only_what_is_due BEFORE INSERT ON payment_line FOR EACH ROW EXECUTE FUNCTION only_what_is_due();

  -- With what is paid already, an order is for neither more nor less than the statement.
  CREATE OR REPLACE FUNCTION whole_payment() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.amount_fen IS DISTINCT FROM (SELECT sum(p.amount_fen) FROM payment_part p WHERE p.line_id = NEW.line_id
        AND p.statement_id = NEW.statement_id) THEN
      RAISE EXCEPTION 'the parts of a payment make the whole';
    END IF;
    IF (SELECT due_fen FROM statement s WHERE s.statement_id = NEW.statement_id) IS DISTINCT FROM (SELECT sum(p.amount_fen)
        FROM payment_part p WHERE p.statement_id = NEW.statement_id AND p.state IN ('sent', 'paid')) THEN
      RAISE EXCEPTION 'what is on its way and what is paid make what is due';
    END IF;
    RETURN NULL;
  END $$;`;

const PART_RULES = `
  CREATE FUNCTION keep_payment_part() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a payment is never deleted'; END IF;
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'sent' THEN RAISE EXCEPTION 'a payment begins as sent'; END IF;
      RETURN NEW;
    END IF;
    IF OLD.state <> 'sent' OR NEW.state = 'sent' OR (to_jsonb(OLD) - ARRAY['state', 'bank_reference', 'result_on', 'cause', 'recorded_by',
        'recorded_at', 'transaction_id']) <> (to_jsonb(NEW) - ARRAY['state', 'bank_reference', 'result_on', 'cause', 'recorded_by',
        'recorded_at', 'transaction_id']) THEN
      RAISE EXCEPTION 'a payment gets its result once';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_payment_part BEFORE INSERT OR UPDATE OR DELETE ON payment_part FOR EACH ROW EXECUTE FUNCTION keep_payment_part();
  CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payment_part FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- What was paid has moved in the ledger, to the fen.
  CREATE FUNCTION paid_in_ledger() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state = 'paid' AND (SELECT sum(p.amount_fen) FROM payment_part p WHERE p.transaction_id = NEW.transaction_id) IS DISTINCT FROM
        (SELECT sum(p.amount_fen) FROM ledger_posting p JOIN ledger_transaction t USING (transaction_id)
         WHERE p.transaction_id = NEW.transaction_id AND t.kind = 'pay') THEN
      RAISE EXCEPTION 'a payment moves its amount in the ledger';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER paid_in_ledger AFTER UPDATE ON payment_part FOR EACH ROW EXECUTE FUNCTION paid_in_ledger();

  CREATE OR REPLACE FUNCTION paid_by_result() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state = 'paid' AND NEW.due_fen IS DISTINCT FROM (SELECT sum(p.amount_fen) FROM payment_part p
        WHERE p.statement_id = NEW.statement_id AND p.state = 'paid') THEN
      RAISE EXCEPTION 'a statement is paid by a reported payment only, of all its parts';
    END IF;
    RETURN NEW;
  END $$;`;
