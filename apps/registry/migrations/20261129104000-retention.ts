import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the retention job did on each business day: counts, nobody. */
export class Retention1795948800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE retention_run (
        run_on date PRIMARY KEY,
        applied_at timestamptz NOT NULL,
        visits integer NOT NULL,
        notes integer NOT NULL
      );
      ${appendOnly('retention_run')}
      CREATE INDEX idx_person_site_last_on ON person_site (last_on);`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
