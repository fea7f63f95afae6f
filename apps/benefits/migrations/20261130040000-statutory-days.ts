import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Some rules stop on the days that the law names only, others on every day of a break; so the calendar tells them apart. */
export class StatutoryDays20261130040000 implements MigrationInterface {
  readonly name = 'StatutoryDays20261130040000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE calendar_day
        DROP CONSTRAINT ck_calendar_day_kind,
        ADD CONSTRAINT ck_calendar_day_kind CHECK (kind IN ('holiday', 'statutory', 'makeup_workday'))`);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}
