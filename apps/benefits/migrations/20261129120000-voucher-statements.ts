import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What issuers outside report of their vouchers, and under which reference they paid each claim. */
export class VoucherStatements20261129120000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE voucher_statement (
        voucher_statement_id uuid PRIMARY KEY,
        pack_id text NOT NULL,
        issuer text NOT NULL,
        as_of date NOT NULL,
        added integer NOT NULL,
        agreed integer NOT NULL,
        findings jsonb NOT NULL,
        imported_by text NOT NULL,
        imported_at timestamptz NOT NULL
      );
      ${appendOnly('voucher_statement')}
      CREATE TABLE voucher_redemption (
        claim_id uuid PRIMARY KEY,
        reference text NOT NULL,
        amount_fen bigint NOT NULL CONSTRAINT ck_voucher_redemption_amount CHECK (amount_fen >= 0),
        voucher_statement_id uuid NOT NULL
      );
      ${appendOnly('voucher_redemption')}`);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
