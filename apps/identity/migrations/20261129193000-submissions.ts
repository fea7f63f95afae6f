import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Submissions1795980600000 implements MigrationInterface {
  readonly name = 'Submissions1795980600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SUBMISSIONS);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// By a keyed hash of an address; forgotten after minutes.
const SUBMISSIONS = `
  CREATE TABLE submission_count (
    key   bytea CONSTRAINT pk_submission_count PRIMARY KEY,
    count integer NOT NULL,
    until timestamptz NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX idx_submission_count_until ON submission_count (until);
`;
