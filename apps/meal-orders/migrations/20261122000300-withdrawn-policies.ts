import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A version that was withdrawn or superseded stays known by its number, so that an older announcement cannot bring it back. */
export class WithdrawnPolicies1795305780000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table policy_projection add column active boolean not null default true');
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
