import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days on which centres do not open, as the registry tells it, and the centres whose bookings have to be looked through because of it. */
export class CentreCalendars1795993800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE centre_calendar_term (
        site_id text COLLATE "C" NOT NULL,
        series  text NOT NULL,
        from_on date NOT NULL,
        to_on   date,
        version integer NOT NULL,
        term    jsonb NOT NULL,
        CONSTRAINT pk_centre_calendar_term PRIMARY KEY (site_id, series, from_on)
      );
      CREATE TABLE centre_calendar_change (
        site_id text COLLATE "C" CONSTRAINT pk_centre_calendar_change PRIMARY KEY,
        version integer NOT NULL,
        meta    jsonb NOT NULL
      );
      COMMENT ON TABLE centre_calendar_change IS 'centres whose calendar changed since their bookings were last compared with it';`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
