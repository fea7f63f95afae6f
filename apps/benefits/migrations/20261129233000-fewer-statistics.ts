import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * While tables grow, PostgreSQL counts the values of every column again each minute: lists and documents by their members, which took
 * seconds and slowed every decision meanwhile. No statement finds its rows by what is in these columns, so no plan changes with them.
 */
export class FewerStatistics20261129233000 implements MigrationInterface {
  readonly name = 'FewerStatistics20261129233000';

  async up(runner: QueryRunner): Promise<void> {
    for (const [table, columns] of Object.entries(NEVER_FOUND_BY)) {
      const changes = columns.split(' ').map((column) => `ALTER COLUMN ${column} SET STATISTICS 0`);
      await runner.query(`ALTER TABLE ${table} ${changes.join(', ')}`);
    }
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const NEVER_FOUND_BY: Readonly<Record<string, string>> = {
  claim:
    'at_time rule_version gross_fen discount_fen subsidy_fen delivery_fen operator_fen self_pay_fen fee_fen need_fen budget_need_fen' +
    ' reserve_fen shares flags lot_draws reversed_in_year decision_number changed_at',
  claim_decision: 'pack_hash fact_ids budget_version site_version steps',
  claim_origin: 'asked first_decision_number receipt_fen',
  person: 'facts decision_number entitlement_version worked_out_approvals',
};
