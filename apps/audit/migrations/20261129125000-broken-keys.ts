import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A key that somebody tampered with must not stop the journal: another one seals what comes from then on. */
export class BrokenKeys1795956600000 implements MigrationInterface {
  readonly name = 'BrokenKeys1795956600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(BROKEN);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const BROKEN = `
  ALTER TABLE record_key ADD COLUMN broken_at timestamptz;
  COMMENT ON COLUMN record_key.broken_at IS 'it was found to be another one than was wrapped, and seals nothing new; once put right it opens what it sealed';
  DROP INDEX uq_record_key_person_id;
  CREATE UNIQUE INDEX uq_record_key_person_id ON record_key (person_id) NULLS NOT DISTINCT
    WHERE destroyed_at IS NULL AND broken_at IS NULL;
  CREATE INDEX idx_record_key_broken_at ON record_key (broken_at) WHERE broken_at IS NOT NULL;
`;
