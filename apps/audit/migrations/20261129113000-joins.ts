import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists that auditors asked to keep for a time. Rows are thrown away when it is over, so this table is not append-only. */
export class Joins1795951800000 implements MigrationInterface {
  readonly name = 'Joins1795951800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE kept_join (
        join_id    uuid CONSTRAINT pk_kept_join PRIMARY KEY,
        asked_by   text NOT NULL,
        kept_until timestamptz(3) NOT NULL,
        result     jsonb NOT NULL
      );
      CREATE INDEX idx_kept_join_kept_until ON kept_join (kept_until);
      -- Also of persons whose key was destroyed.
      CREATE INDEX idx_record_key_person_id ON record_key (person_id);
    `);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
