import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Two-person acts at the ends of a year: closing its accounts, and what a city brings along when it goes live. */
export class YearsAndOpenings20261122170000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Wishes to close a year; the year is closed by its row in fiscal_year.
      CREATE TABLE year_closing (
        year smallint PRIMARY KEY,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL
      );
      ${appendOnly('fiscal_year')}

      CREATE TABLE opening (
        opening_id uuid PRIMARY KEY,
        as_of date NOT NULL,
        state text NOT NULL CONSTRAINT ck_opening_state CHECK (state IN ('requested', 'applied')),
        rows jsonb NOT NULL,
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        approved_by text,
        applied_at timestamptz,
        report jsonb,
        CONSTRAINT ck_opening_two_people CHECK (approved_by IS NULL OR approved_by <> requested_by),
        CONSTRAINT ck_opening_applied CHECK ((state = 'applied') = (approved_by IS NOT NULL AND applied_at IS NOT NULL AND report IS NOT NULL))
      );

      -- Part of spent_fen for which there is no claim: it was spent before the books were opened.
      ALTER TABLE budget ADD COLUMN opening_fen bigint NOT NULL DEFAULT 0 CONSTRAINT ck_budget_opening CHECK (opening_fen BETWEEN 0 AND spent_fen);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
