import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Double entry as postings: money moves from one account to another, so a transaction cannot fail to sum to zero. The balance of an
 * account is what came in less what went out. Foreign keys are left out on purpose: rows of one transaction are written by one
 * statement, and a key check per row would cost as much as the row.
 */
export class Ledger20260901000200 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE budget (
        budget_id uuid PRIMARY KEY,
        pack_id text NOT NULL,
        area text NOT NULL,
        year smallint NOT NULL,
        funders jsonb NOT NULL,
        amount_fen bigint NOT NULL,
        reserved_fen bigint NOT NULL,
        purpose text NOT NULL DEFAULT 'claims' CONSTRAINT ck_budget_purpose CHECK (purpose IN ('claims', 'losses')),
        -- each_claim: whatever the rest can pay is paid; close: after the first refusal nothing, until more money comes.
        cut_off text NOT NULL DEFAULT 'each_claim' CONSTRAINT ck_budget_cut_off CHECK (cut_off IN ('each_claim', 'close')),
        reserve_used_fen bigint NOT NULL DEFAULT 0,
        held_fen bigint NOT NULL DEFAULT 0,
        spent_fen bigint NOT NULL DEFAULT 0,
        -- Came back from claims of years that are closed.
        prior_fen bigint NOT NULL DEFAULT 0,
        version integer NOT NULL DEFAULT 1,
        -- Percent used at which somebody is told, and the highest that was told.
        alert_levels smallint[] NOT NULL DEFAULT '{80,90,95}',
        alerted_level smallint NOT NULL DEFAULT 0,
        exhausted_at timestamptz,
        exhaustion_told_at timestamptz,
        opened_at timestamptz NOT NULL,
        CONSTRAINT uq_budget_pack_id_area_year_purpose UNIQUE (pack_id, area, year, purpose),
        CONSTRAINT ck_budget_amount CHECK (amount_fen >= 0 AND reserved_fen BETWEEN 0 AND amount_fen),
        CONSTRAINT ck_budget_never_overdrawn CHECK (held_fen >= 0 AND spent_fen >= 0 AND prior_fen >= 0
          AND held_fen + spent_fen <= amount_fen + prior_fen),
        CONSTRAINT ck_budget_reserve_used CHECK (reserve_used_fen BETWEEN 0 AND reserved_fen)
      ) WITH (fillfactor = 50);
      CREATE INDEX idx_budget_untold ON budget (budget_id) WHERE exhausted_at IS NOT NULL AND exhaustion_told_at IS NULL;

      -- A closed year's accounts stay as they are; corrections of its claims are booked in the current year.
      CREATE TABLE fiscal_year (
        year smallint PRIMARY KEY,
        closed_by text NOT NULL,
        approved_by text NOT NULL,
        closed_at timestamptz NOT NULL,
        CONSTRAINT ck_fiscal_year_two_people CHECK (closed_by <> approved_by)
      );

      -- What a budget had used at the start of a day, for the forecast.
      CREATE TABLE budget_mark (
        budget_id uuid NOT NULL,
        day date NOT NULL,
        used_fen bigint NOT NULL,
        CONSTRAINT pk_budget_mark PRIMARY KEY (budget_id, day)
      );

      CREATE TABLE ledger_account (
        account_id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        code text NOT NULL CONSTRAINT uq_ledger_account_code UNIQUE,
        kind text NOT NULL,
        owner text NOT NULL,
        year smallint
      );

      CREATE TABLE ledger_transaction (
        transaction_id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_ledger_transaction_kind
          CHECK (kind IN ('hold', 'settle', 'release', 'expire', 'reverse', 'difference', 'undo_difference', 'open', 'raise', 'refund',
            'collect', 'opening')),
        -- 1 hold, 2 its one end, 3 reversal, 4 difference, 5 its end; with the claim unique, so that nothing of it happens twice.
        phase smallint NOT NULL,
        claim_id uuid,
        budget_id uuid,
        reverses_transaction_id uuid,
        cause text,
        service_date date,
        actor text NOT NULL,
        posted_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ck_ledger_transaction_phase CHECK (phase = CASE kind
          WHEN 'hold' THEN 1 WHEN 'settle' THEN 2 WHEN 'release' THEN 2 WHEN 'expire' THEN 2 WHEN 'reverse' THEN 3
          WHEN 'difference' THEN 4 WHEN 'undo_difference' THEN 5 ELSE 0 END),
        CONSTRAINT ck_ledger_transaction_claim CHECK ((phase = 0) = (claim_id IS NULL))
      );
      CREATE UNIQUE INDEX uq_ledger_transaction_claim_id_phase ON ledger_transaction (claim_id, phase) WHERE claim_id IS NOT NULL;
      ${appendOnly('ledger_transaction')}

      CREATE TABLE ledger_posting (
        posting_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        transaction_id uuid NOT NULL,
        from_account integer NOT NULL,
        to_account integer NOT NULL,
        amount_fen bigint NOT NULL,
        posted_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ck_ledger_posting_accounts CHECK (from_account <> to_account),
        CONSTRAINT ck_ledger_posting_amount CHECK (amount_fen > 0)
      );
      CREATE INDEX idx_ledger_posting_transaction_id ON ledger_posting (transaction_id);
      CREATE INDEX idx_ledger_posting_from_account ON ledger_posting (from_account, posting_id);
      CREATE INDEX idx_ledger_posting_to_account ON ledger_posting (to_account, posting_id);
      CREATE INDEX idx_ledger_posting_posted_at ON ledger_posting USING brin (posted_at) WITH (pages_per_range = 16);
      ${appendOnly('ledger_posting')}

      -- Sums per account, day and service date, so that a balance never costs a scan of history. One row per stripe (the person's partition),
      -- since batches of different partitions must not wait for each other here.
      CREATE TABLE ledger_account_day (
        account_id integer NOT NULL,
        posted_on date NOT NULL,
        -- Date of the service that the money is about; for anything else the day of posting.
        service_on date NOT NULL,
        stripe smallint NOT NULL,
        in_fen bigint NOT NULL,
        out_fen bigint NOT NULL,
        CONSTRAINT pk_ledger_account_day PRIMARY KEY (account_id, posted_on, service_on, stripe)
      ) WITH (fillfactor = 50);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
