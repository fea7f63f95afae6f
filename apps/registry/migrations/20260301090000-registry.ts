import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Areas, sites, people with their facts, the vault, and what was imported. */
export class Registry1772355600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AREAS_AND_SITES);
    await runner.query(PEOPLE);
    await runner.query(VAULT);
    await runner.query(IMPORTS);
    for (const table of ['site_version', 'person_fact', 'person_fact_retraction', 'import_file', 'import_refusal'])
      await runner.query(appendOnly(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const AREAS_AND_SITES = `
  CREATE TABLE area (
    code text PRIMARY KEY,
    kind text NOT NULL CONSTRAINT ck_area_kind CHECK (kind IN ('city', 'district', 'town', 'community')),
    name text NOT NULL,
    parent_code text CONSTRAINT fk_area_parent_code REFERENCES area,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    import_id uuid,
    CONSTRAINT ck_area_parent_code CHECK ((kind = 'city') = (parent_code IS NULL))
  );
  CREATE INDEX idx_area_parent_code ON area (parent_code);

  CREATE TABLE site (
    site_id text PRIMARY KEY,
    version integer NOT NULL CONSTRAINT ck_site_version CHECK (version >= 1),
    site_kind text NOT NULL CONSTRAINT ck_site_kind CHECK (site_kind IN ('canteen', 'day_care_centre')),
    name text NOT NULL,
    phone text,
    province text,
    city text NOT NULL CONSTRAINT fk_site_city REFERENCES area,
    district text NOT NULL CONSTRAINT fk_site_district REFERENCES area,
    town text NOT NULL CONSTRAINT fk_site_town REFERENCES area,
    schedule text,
    standard_meal_price_fen bigint CONSTRAINT ck_site_standard_meal_price_fen CHECK (standard_meal_price_fen >= 0),
    delivery_fee_fen bigint NOT NULL CONSTRAINT ck_site_delivery_fee_fen CHECK (delivery_fee_fen >= 0),
    meal_pack_id text,
    day_care_pack_id text,
    periods jsonb NOT NULL,
    places integer NOT NULL CONSTRAINT ck_site_places CHECK (places >= 0),
    active boolean NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    import_id uuid
  );
  CREATE TABLE site_version (
    site_id text NOT NULL,
    version integer NOT NULL,
    state jsonb NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    import_id uuid,
    PRIMARY KEY (site_id, version)
  );`;

const PEOPLE = `
  CREATE TABLE person (
    person_id uuid PRIMARY KEY,
    external_ref text CONSTRAINT uq_person_external_ref UNIQUE,
    registered_at timestamptz NOT NULL,
    registered_by text NOT NULL,
    import_id uuid
  );
  CREATE TABLE person_fact (
    fact_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_person_fact_person_id REFERENCES person,
    kind text NOT NULL CONSTRAINT ck_person_fact_kind CHECK (kind IN
      ('birth', 'death', 'hukou', 'residence', 'category', 'ability_level', 'stay', 'application')),
    value jsonb NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL,
    source text,
    replaces_fact_id uuid CONSTRAINT fk_person_fact_replaces_fact_id REFERENCES person_fact
      CONSTRAINT uq_person_fact_replaces_fact_id UNIQUE,
    import_id uuid,
    CONSTRAINT ck_person_fact_interval CHECK (valid_to > valid_from OR (kind = 'stay' AND valid_to = valid_from))
  );
  CREATE INDEX idx_person_fact_person_id ON person_fact (person_id);

  CREATE TABLE person_fact_retraction (
    fact_id uuid PRIMARY KEY CONSTRAINT fk_person_fact_retraction_fact_id REFERENCES person_fact,
    person_id uuid NOT NULL,
    reason text NOT NULL,
    source text,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
  );`;

// A schema of its own: rights on it are given apart, and no join reaches it by accident.
const VAULT = `
  CREATE SCHEMA vault;
  CREATE TABLE vault.person_identity (
    person_id uuid PRIMARY KEY CONSTRAINT fk_person_identity_person_id REFERENCES person,
    name text NOT NULL,
    id_number text,
    phone text,
    address text,
    updated_at timestamptz NOT NULL
  );
  DO $$ BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA vault TO %I', current_setting('doorstep.app_role'));
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON vault.person_identity TO %I', current_setting('doorstep.app_role'));
  END $$;`;

const IMPORTS = `
  CREATE TABLE import_file (
    import_id uuid PRIMARY KEY,
    state text NOT NULL CONSTRAINT ck_import_file_state CHECK (state IN ('applied', 'refused')),
    file_sha256 text NOT NULL,
    row_count integer NOT NULL,
    counts jsonb NOT NULL,
    refused_rows integer NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by text NOT NULL
  );
  CREATE TABLE import_refusal (
    import_id uuid NOT NULL CONSTRAINT fk_import_refusal_import_id REFERENCES import_file,
    position integer NOT NULL,
    line integer NOT NULL,
    column_name text,
    code text NOT NULL,
    reason text NOT NULL,
    PRIMARY KEY (import_id, position)
  );`;
