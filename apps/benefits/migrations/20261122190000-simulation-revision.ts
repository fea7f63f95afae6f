import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sums of a simulation are made under one set of rules in force; under others it begins again. */
export class SimulationRevision20261122190000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE policy_simulation ADD COLUMN policy_revision integer');
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
