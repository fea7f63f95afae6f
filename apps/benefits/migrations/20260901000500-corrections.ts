import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What must be decided again, and what came of it. */
export class Corrections20260901000500 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One person and a window of service dates; deleted in the transaction that decides them again.
      CREATE TABLE correction_task (
        task_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        person_id uuid NOT NULL,
        from_date date NOT NULL,
        to_date date,
        why text NOT NULL,
        cause jsonb NOT NULL,
        attempts smallint NOT NULL DEFAULT 0,
        not_before timestamptz,
        problem text,
        queued_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX idx_correction_task_person_id ON correction_task (person_id);

      CREATE TABLE correction (
        correction_id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        site_id text NOT NULL,
        origin_id uuid NOT NULL,
        service_date date NOT NULL,
        before_claim_id uuid NOT NULL CONSTRAINT uq_correction_before_claim_id UNIQUE,
        after_claim_id uuid NOT NULL CONSTRAINT uq_correction_after_claim_id UNIQUE,
        why text NOT NULL,
        causation_id text,
        actor text NOT NULL,
        corrected_at timestamptz NOT NULL
      );
      CREATE INDEX idx_correction_corrected_at ON correction (corrected_at, correction_id);
      CREATE INDEX idx_correction_person_id ON correction (person_id, corrected_at);
      CREATE INDEX idx_correction_site_id ON correction (site_id, corrected_at);
      ${appendOnly('correction')}

      -- Refunds that reached their persons, and repayments that came from them.
      CREATE TABLE person_payment (
        payment_id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_person_payment_kind CHECK (kind IN ('refund', 'collect')),
        fen bigint NOT NULL CONSTRAINT ck_person_payment_fen CHECK (fen > 0),
        reference text NOT NULL,
        actor text NOT NULL,
        transaction_id uuid NOT NULL,
        paid_at timestamptz NOT NULL
      );
      CREATE INDEX idx_person_payment_person_id ON person_payment (person_id);
      ${appendOnly('person_payment')}

      -- What was owed to persons, or by them, before the books were opened.
      CREATE TABLE person_debt (
        person_id uuid NOT NULL,
        to_person_fen bigint NOT NULL,
        from_person_fen bigint NOT NULL,
        transaction_id uuid NOT NULL,
        recorded_at timestamptz NOT NULL,
        CONSTRAINT ck_person_debt_fen CHECK (to_person_fen >= 0 AND from_person_fen >= 0)
      );
      CREATE INDEX idx_person_debt_person_id ON person_debt (person_id);
      ${appendOnly('person_debt')}
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
