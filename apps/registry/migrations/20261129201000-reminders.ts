import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Notices that are due at a time of the day and of no use later; which meal of the day an order is. */
export class Reminders1795983000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE planned_notice ADD COLUMN due_at timestamptz, ADD COLUMN until_at timestamptz;
      ALTER TABLE person_order ADD COLUMN meal_period text;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
