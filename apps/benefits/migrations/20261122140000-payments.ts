import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom to pay, under which budget item, and what the bank made of it. What one person proposes another one decides. */
export class Payments20261122140000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROPOSALS);
    await runner.query(PAYEES);
    await runner.query(BATCHES);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const PROPOSALS = `
  CREATE FUNCTION keep_proposal() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'what was proposed is rejected, never deleted'; END IF;
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'proposed' THEN RAISE EXCEPTION 'a proposal begins as one'; END IF;
      RETURN NEW;
    END IF;
    IF OLD.state <> 'proposed' OR (to_jsonb(OLD) - ARRAY['state', 'decided_by', 'decided_at', 'transaction_id'])
        <> (to_jsonb(NEW) - ARRAY['state', 'decided_by', 'decided_at', 'transaction_id']) THEN
      RAISE EXCEPTION 'a proposal is decided once, as it was made';
    END IF;
    RETURN NEW;
  END $$;

  CREATE FUNCTION begin_as_draft() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state <> 'draft' THEN RAISE EXCEPTION 'a statement begins as a draft'; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER begin_as_draft BEFORE INSERT ON statement FOR EACH ROW EXECUTE FUNCTION begin_as_draft();`;

const DECIDED = (table: string): string => `
    state text NOT NULL CONSTRAINT ck_${table}_state CHECK (state IN ('proposed', 'confirmed', 'rejected')),
    proposed_by text NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by text,
    decided_at timestamptz,
    CONSTRAINT ck_${table}_decided CHECK ((state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
    CONSTRAINT ck_${table}_second_person CHECK (decided_by <> proposed_by)`;
const KEPT = (table: string): string => `
  CREATE TRIGGER keep_proposal BEFORE INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_proposal();
  CREATE TRIGGER no_truncate BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const PAYEES = `
  -- The account that counts on a day is the confirmed one that began last.
  CREATE TABLE payee_account (
    payee_account_id uuid PRIMARY KEY,
    site_id text NOT NULL,
    holder text NOT NULL,
    account_number text NOT NULL CONSTRAINT ck_payee_account_account_number CHECK (account_number ~ '^[0-9]{8,32}$'),
    bank_code text NOT NULL CONSTRAINT ck_payee_account_bank_code CHECK (bank_code ~ '^[0-9]{12}$'),
    valid_from date NOT NULL,${DECIDED('payee_account')}
  );
  CREATE UNIQUE INDEX uq_payee_account_site_id_valid_from ON payee_account (site_id, valid_from) WHERE state = 'confirmed';
  CREATE UNIQUE INDEX uq_payee_account_site_id_proposed ON payee_account (site_id) WHERE state = 'proposed';
  ${KEPT('payee_account')}

  -- Under which items of the government's classification the money of a pack is spent.
  CREATE TABLE budget_item (
    budget_item_id uuid PRIMARY KEY,
    pack_id text NOT NULL,
    function_code text NOT NULL CONSTRAINT ck_budget_item_function_code CHECK (function_code ~ '^[0-9]{7}$'),
    economy_code text NOT NULL CONSTRAINT ck_budget_item_economy_code CHECK (economy_code ~ '^[0-9]{5}$'),
    title text NOT NULL,
    valid_from date NOT NULL,${DECIDED('budget_item')}
  );
  CREATE UNIQUE INDEX uq_budget_item_pack_id_valid_from ON budget_item (pack_id, valid_from) WHERE state = 'confirmed';
  CREATE UNIQUE INDEX uq_budget_item_pack_id_proposed ON budget_item (pack_id) WHERE state = 'proposed';
  ${KEPT('budget_item')}`;

const BATCHES = `
  CREATE TABLE payment_batch (
    batch_id uuid PRIMARY KEY,
    pay_on date NOT NULL,
    lines integer NOT NULL,
    total_fen bigint NOT NULL CONSTRAINT ck_payment_batch_total CHECK (total_fen > 0),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL
  );
  CREATE INDEX idx_payment_batch_made_at ON payment_batch (made_at, batch_id);
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_batch FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  CREATE TABLE payment_line (
    line_id uuid PRIMARY KEY,
    batch_id uuid NOT NULL,
    number integer NOT NULL,
    statement_id uuid NOT NULL,
    site_id text NOT NULL,
    period text NOT NULL,
    amount_fen bigint NOT NULL CONSTRAINT ck_payment_line_amount CHECK (amount_fen > 0),
    payee_account_id uuid NOT NULL,
    budget_item_id uuid NOT NULL,
    state text NOT NULL CONSTRAINT ck_payment_line_state CHECK (state IN ('sent', 'paid', 'failed')),
    bank_reference text,
    result_on date,
    cause text,
    recorded_by text,
    recorded_at timestamptz,
    transaction_id uuid CONSTRAINT uq_payment_line_transaction_id UNIQUE,
    CONSTRAINT uq_payment_line_batch_id_number UNIQUE (batch_id, number),
    CONSTRAINT ck_payment_line_result CHECK ((state = 'sent') = (recorded_at IS NULL) AND (state = 'sent') = (bank_reference IS NULL)
      AND (state = 'sent') = (result_on IS NULL) AND (state = 'failed') = (cause IS NOT NULL) AND (state = 'paid') = (transaction_id IS NOT NULL))
  );
  -- A statement is on its way once, and paid once.
  CREATE UNIQUE INDEX uq_payment_line_statement_id ON payment_line (statement_id) WHERE state IN ('sent', 'paid');

  CREATE FUNCTION keep_payment_line() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a payment is never deleted'; END IF;
    IF TG_OP = 'INSERT' THEN
      IF NEW.state <> 'sent' OR NOT EXISTS (SELECT FROM statement s WHERE s.statement_id = NEW.statement_id AND s.state = 'approved'
          AND s.due_fen = NEW.amount_fen AND s.site_id = NEW.site_id) THEN
        RAISE EXCEPTION 'only what is due on an approved statement is paid';
      END IF;
      RETURN NEW;
    END IF;
    IF OLD.state <> 'sent' OR NEW.state = 'sent' OR (to_jsonb(OLD) - ARRAY['state', 'bank_reference', 'result_on', 'cause', 'recorded_by',
        'recorded_at', 'transaction_id']) <> (to_jsonb(NEW) - ARRAY['state', 'bank_reference', 'result_on', 'cause', 'recorded_by',
        'recorded_at', 'transaction_id']) THEN
      RAISE EXCEPTION 'a payment gets its result once';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_payment_line BEFORE INSERT OR UPDATE OR DELETE ON payment_line FOR EACH ROW EXECUTE FUNCTION keep_payment_line();
  CREATE TRIGGER no_truncate BEFORE TRUNCATE ON payment_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- A statement is paid only by a payment that the bank has reported.
  CREATE FUNCTION paid_by_result() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.state = 'paid' AND NOT EXISTS (SELECT FROM payment_line l WHERE l.statement_id = NEW.statement_id AND l.state = 'paid') THEN
      RAISE EXCEPTION 'a statement is paid by a reported payment only';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER paid_by_result BEFORE UPDATE ON statement FOR EACH ROW EXECUTE FUNCTION paid_by_result();`;
