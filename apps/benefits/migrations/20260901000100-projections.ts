import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What `benefits` keeps of other services' events, and the rules and calendar that decisions rest on. */
export class Projections20260901000100 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE person_fact (
        fact_id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        kind text NOT NULL,
        value jsonb NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL,
        retracted_at timestamptz,
        retraction_reason text,
        CONSTRAINT ck_person_fact_interval CHECK (valid_to IS NULL OR valid_to >= valid_from)
      );
      CREATE INDEX idx_person_fact_person_id ON person_fact (person_id);

      -- One row a person: facts as believed now (made from person_fact in the same transaction), and the person's counters.
      CREATE TABLE person (
        person_id uuid PRIMARY KEY,
        facts jsonb,
        decision_number integer NOT NULL DEFAULT 0,
        entitlement_version integer NOT NULL DEFAULT 0,
        -- Late approvals whose top-ups are in the wallet.
        worked_out_approvals text[] NOT NULL DEFAULT '{}'
      );

      CREATE TABLE site (
        site_id text PRIMARY KEY,
        version integer NOT NULL,
        province text,
        city text NOT NULL,
        district text NOT NULL,
        town text NOT NULL,
        schedule text,
        standard_meal_price_fen bigint,
        meal_pack_id text,
        day_care_pack_id text,
        active boolean NOT NULL
      );

      CREATE TABLE calendar_day (
        day date PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_calendar_day_kind CHECK (kind IN ('holiday', 'makeup_workday')),
        source text NOT NULL
      );

      -- Years whose calendar is complete; in any other a rule that reads it waits.
      CREATE TABLE calendar_year (
        year smallint PRIMARY KEY,
        source text NOT NULL,
        imported_by text NOT NULL,
        imported_at timestamptz NOT NULL
      );

      CREATE TABLE policy_pack_version (
        pack_id text NOT NULL,
        effective_from date NOT NULL,
        effective_to date,
        rule_version text NOT NULL,
        version integer NOT NULL,
        document text NOT NULL,
        sha256 text NOT NULL,
        activated_at timestamptz NOT NULL,
        CONSTRAINT pk_policy_pack_version PRIMARY KEY (pack_id, effective_from),
        CONSTRAINT uq_policy_pack_version_pack_id_version UNIQUE (pack_id, version)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
