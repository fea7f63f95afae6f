import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a decision costs the database is mostly its indices. One index of a person's meals serves the rule and the look-ups: a unique
 * index does not compare nulls, so claims without a slot may lie in it too. A posting is found by its transaction or its account,
 * never by its number alone, which its identity column keeps unique. A person's row is written with every decision: room in its page
 * keeps it there, where no index need be told and the log takes only what changed.
 */
export class LighterClaims20261129230000 implements MigrationInterface {
  readonly name = 'LighterClaims20261129230000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX idx_claim_person_id_service_date;
      DROP INDEX uq_claim_person_id_service_date_slot;
      CREATE UNIQUE INDEX uq_claim_person_id_service_date_slot ON claim (person_id, service_date, slot);

      ALTER TABLE ledger_posting DROP CONSTRAINT ledger_posting_pkey;
      DROP INDEX idx_ledger_posting_transaction_id;
      ALTER TABLE ledger_posting ADD CONSTRAINT pk_ledger_posting PRIMARY KEY (transaction_id, posting_id);

      ALTER TABLE person SET (fillfactor = 70);
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
