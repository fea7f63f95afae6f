import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checks are tried in the order in which they were noted; one that fails waits longer each time and holds up no other. */
export class AttendanceChecksInOrder1796014800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE attendance_check
        ADD COLUMN noted_at   timestamptz NOT NULL DEFAULT now(),
        ADD COLUMN attempts   integer NOT NULL DEFAULT 0,
        ADD COLUMN not_before timestamptz,
        ADD COLUMN problem    text;
      COMMENT ON COLUMN attendance_check.problem IS 'why the last attempt failed';`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
