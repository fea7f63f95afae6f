import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the staff may do what, where and when. An end is written into the row; what was before lies in the events. */
export class Staff1795968000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE staff_assignment (
        assignment_id uuid PRIMARY KEY,
        version integer NOT NULL CONSTRAINT ck_staff_assignment_version CHECK (version >= 1),
        subject text NOT NULL,
        role text NOT NULL,
        site_id text CONSTRAINT fk_staff_assignment_site_id REFERENCES site,
        area_code text CONSTRAINT fk_staff_assignment_area_code REFERENCES area,
        valid_from date NOT NULL,
        valid_to date,
        granted_at timestamptz NOT NULL,
        granted_by text NOT NULL,
        ended_on date,
        ended_by text,
        end_reason text,
        CONSTRAINT ck_staff_assignment_scope CHECK (site_id IS NULL OR area_code IS NULL),
        CONSTRAINT ck_staff_assignment_interval CHECK (valid_to > valid_from),
        CONSTRAINT ck_staff_assignment_end CHECK ((ended_on IS NULL) = (ended_by IS NULL) AND (ended_on IS NULL) = (end_reason IS NULL))
      );
      CREATE INDEX idx_staff_assignment_subject ON staff_assignment (subject);
      CREATE INDEX idx_staff_assignment_site_id ON staff_assignment (site_id) WHERE site_id IS NOT NULL;
      DO $$ BEGIN
        EXECUTE format('REVOKE DELETE, TRUNCATE ON staff_assignment FROM %I', current_setting('doorstep.app_role'));
      END $$;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
