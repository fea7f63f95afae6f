import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What operators are owed, period by period. A posting is on one statement at most, and every statement has had two people. */
export class Statements20261122120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LEDGER_KINDS);
    await runner.query(STATEMENT);
    await runner.query(LINE);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

/** Two more kinds: grants to operators, and payments that reached them. */
const LEDGER_KINDS = `
  ALTER TABLE ledger_transaction DROP CONSTRAINT ck_ledger_transaction_kind;
  ALTER TABLE ledger_transaction ADD CONSTRAINT ck_ledger_transaction_kind
    CHECK (kind IN ('hold', 'settle', 'release', 'expire', 'reverse', 'difference', 'undo_difference', 'open', 'raise', 'refund',
      'collect', 'opening', 'grant', 'pay')) NOT VALID;`;

const STATEMENT = `
  CREATE TABLE statement (
    statement_id uuid PRIMARY KEY,
    site_id text NOT NULL,
    period text NOT NULL CONSTRAINT ck_statement_period CHECK (period ~ '^20[0-9][0-9]-(0[1-9]|1[0-2]|Q[1-4])$'),
    first_on date NOT NULL,
    last_on date NOT NULL,
    cut_at timestamptz NOT NULL,
    state text NOT NULL CONSTRAINT ck_statement_state
      CHECK (state IN ('draft', 'checked', 'approved', 'paid', 'carried', 'discarded')),
    lines integer NOT NULL DEFAULT 0,
    lines_fen bigint NOT NULL DEFAULT 0,
    carried_fen bigint NOT NULL DEFAULT 0,
    due_fen bigint NOT NULL DEFAULT 0,
    breakdown jsonb NOT NULL DEFAULT '{}',
    carried_to_statement_id uuid,
    drafted_by text NOT NULL,
    drafted_at timestamptz NOT NULL,
    checked_by text,
    checked_at timestamptz,
    approved_by text,
    approved_at timestamptz,
    discarded_by text,
    discarded_at timestamptz,
    paid_at timestamptz,
    version integer NOT NULL DEFAULT 1,
    CONSTRAINT ck_statement_due CHECK (due_fen = lines_fen + carried_fen AND carried_fen <= 0),
    CONSTRAINT ck_statement_checked CHECK (state NOT IN ('checked', 'approved', 'paid', 'carried') OR checked_by IS NOT NULL),
    CONSTRAINT ck_statement_approved CHECK ((state IN ('approved', 'paid', 'carried')) = (approved_by IS NOT NULL)),
    -- Whoever approves has neither drawn it up nor checked it.
    CONSTRAINT ck_statement_second_person CHECK (approved_by <> drafted_by AND approved_by <> checked_by),
    CONSTRAINT ck_statement_paid CHECK ((state = 'paid') = (paid_at IS NOT NULL) AND (state <> 'paid' OR due_fen > 0)),
    CONSTRAINT ck_statement_carried CHECK ((state <> 'carried' OR due_fen <= 0) AND (state <> 'approved' OR due_fen > 0)
      AND (carried_to_statement_id IS NULL OR (state = 'carried' AND due_fen < 0)))
  );
  CREATE UNIQUE INDEX uq_statement_site_id_period ON statement (site_id, period) WHERE state <> 'discarded';
  -- One at a time: the next one has to know what this one leaves to it.
  CREATE UNIQUE INDEX uq_statement_site_id_open ON statement (site_id) WHERE state IN ('draft', 'checked');
  CREATE INDEX idx_statement_site_id_last_on ON statement (site_id, last_on);
  CREATE INDEX idx_statement_unpaid ON statement (statement_id) WHERE state = 'approved';

  CREATE FUNCTION keep_statement() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'DELETE' THEN RAISE EXCEPTION 'a statement is discarded, never deleted'; END IF;
    IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (('draft', 'checked'), ('draft', 'discarded'), ('checked', 'draft'),
        ('checked', 'approved'), ('checked', 'carried'), ('approved', 'paid')) THEN
      RAISE EXCEPTION 'a % statement cannot become %', OLD.state, NEW.state;
    END IF;
    IF (OLD.statement_id, OLD.site_id, OLD.period, OLD.first_on, OLD.last_on, OLD.cut_at, OLD.drafted_by)
        IS DISTINCT FROM (NEW.statement_id, NEW.site_id, NEW.period, NEW.first_on, NEW.last_on, NEW.cut_at, NEW.drafted_by) THEN
      RAISE EXCEPTION 'what a statement is about never changes';
    END IF;
    IF (OLD.state <> 'draft' OR NEW.state <> 'draft') AND (OLD.lines, OLD.lines_fen, OLD.carried_fen, OLD.due_fen, OLD.breakdown)
        IS DISTINCT FROM (NEW.lines, NEW.lines_fen, NEW.carried_fen, NEW.due_fen, NEW.breakdown) THEN
      RAISE EXCEPTION 'only the amounts of a draft can change';
    END IF;
    -- After approval nothing changes but that it is paid, or which statement took over what is left.
    IF OLD.state IN ('paid', 'carried', 'discarded', 'approved') AND (to_jsonb(OLD) - ARRAY['state', 'paid_at', 'carried_to_statement_id', 'version'])
        <> (to_jsonb(NEW) - ARRAY['state', 'paid_at', 'carried_to_statement_id', 'version']) THEN
      RAISE EXCEPTION 'a statement that was approved or discarded never changes';
    END IF;
    IF OLD.state IN ('paid', 'discarded') AND OLD IS DISTINCT FROM NEW THEN RAISE EXCEPTION 'a % statement is frozen', OLD.state; END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER keep_statement BEFORE UPDATE OR DELETE ON statement FOR EACH ROW EXECUTE FUNCTION keep_statement();
  CREATE TRIGGER no_truncate BEFORE TRUNCATE ON statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();`;

const LINE = `
  CREATE TABLE statement_line (
    -- A posting is on one statement at most; what was thrown away with a draft is free again.
    posting_id bigint PRIMARY KEY,
    statement_id uuid NOT NULL,
    transaction_id uuid NOT NULL,
    kind text NOT NULL,
    category text NOT NULL CONSTRAINT ck_statement_line_category CHECK (category IN ('claim', 'grant', 'adjustment')),
    amount_fen bigint NOT NULL CONSTRAINT ck_statement_line_amount CHECK (amount_fen <> 0),
    counter_account integer NOT NULL,
    claim_id uuid,
    service_on date NOT NULL,
    posted_at timestamptz NOT NULL,
    adjusts_statement_id uuid,
    CONSTRAINT ck_statement_line_adjusts CHECK (adjusts_statement_id IS NULL OR category = 'adjustment')
  );
  CREATE INDEX idx_statement_line_statement_id ON statement_line (statement_id, posting_id);
  CREATE INDEX idx_statement_line_claim_id ON statement_line (claim_id) WHERE claim_id IS NOT NULL;

  CREATE FUNCTION keep_statement_lines() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM touched t LEFT JOIN statement s USING (statement_id) WHERE s.state IS DISTINCT FROM 'draft') THEN
      RAISE EXCEPTION 'only a draft takes or gives back lines';
    END IF;
    RETURN NULL;
  END $$;
  CREATE TRIGGER keep_new_lines AFTER INSERT ON statement_line REFERENCING NEW TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION keep_statement_lines();
  CREATE TRIGGER keep_old_lines AFTER DELETE ON statement_line REFERENCING OLD TABLE AS touched
    FOR EACH STATEMENT EXECUTE FUNCTION keep_statement_lines();
  CREATE TRIGGER no_change BEFORE UPDATE OR TRUNCATE ON statement_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

  -- Up to here every posting of an operator's account is on an approved statement or is none of theirs: drafts look no further back.
  CREATE TABLE statement_floor (
    site_id text PRIMARY KEY,
    posting_id bigint NOT NULL
  );`;
