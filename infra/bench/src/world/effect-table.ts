import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The smallest effect that an event can have: one row. Without a unique index, so that a second effect would show. */
export class EffectTable1790000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE bench_effect (event_id uuid NOT NULL, sequence bigint NOT NULL)');
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
