import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of whom it must be seen whether they can attend, under the lanes of all their files. */
export class AttendanceChecks1796011800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE attendance_check (
        check_id  uuid DEFAULT gen_random_uuid() CONSTRAINT pk_attendance_check PRIMARY KEY,
        person_id uuid NOT NULL,
        meta      jsonb NOT NULL
      );
      COMMENT ON TABLE attendance_check IS 'files whose bookings must be compared with what is known of the person since a merge';`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
