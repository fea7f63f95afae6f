import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Through which channel an order was wished for, and who ended it. Orders of before do not know it. */
export class WhoActed1795995000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'alter table meal_order add column via text, add column ended_by text, add column ended_via text',
    );
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
