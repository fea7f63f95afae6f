import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What this service knows of other services' things. Rebuilt from their topics; never edited here. */
export class Projections1795305600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table site_projection (
        site_id text primary key,
        version integer not null,
        state jsonb not null
      );
      create table person_projection (
        person_id uuid primary key,
        facts jsonb not null
      );
      create table entitlement_projection (
        person_id uuid primary key,
        version integer not null,
        claims jsonb not null,
        lots jsonb not null,
        vouchers jsonb not null
      ) with (fillfactor = 70, toast_tuple_target = 8160); -- written with every claim: compressing it would cost more
      create table policy_projection (
        pack_id text not null,
        rule_version text not null,
        version integer not null,
        effective_from date not null,
        effective_to date,
        document text not null,
        sha256 text not null,
        primary key (pack_id, rule_version)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
