import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days on which sites do not open, as the registry tells it, and the sites whose orders have to be looked through because of it. */
export class SiteCalendars1795993800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table site_calendar_term (
        site_id text not null,
        series text not null,
        from_on date not null,
        to_on date,
        version integer not null,
        term jsonb not null,
        primary key (site_id, series, from_on)
      );
      create table site_calendar_change (
        site_id text primary key,
        version integer not null,
        meta jsonb not null
      );
      comment on table site_calendar_change is 'sites whose calendar changed since their open orders were last compared with it';
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
