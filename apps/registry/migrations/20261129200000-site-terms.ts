import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Trucks and service centres; what holds of a site for a time. */
export class SiteTerms1795982400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE site DROP CONSTRAINT ck_site_kind;
      ALTER TABLE site ADD CONSTRAINT ck_site_kind CHECK (site_kind IN
        ('canteen', 'mobile_canteen', 'day_care_centre', 'service_centre'));

      CREATE TABLE site_term (
        site_id text NOT NULL CONSTRAINT fk_site_term_site_id REFERENCES site,
        version integer NOT NULL CONSTRAINT ck_site_term_version CHECK (version >= 1),
        term_id uuid NOT NULL CONSTRAINT uq_site_term_term_id UNIQUE,
        series text NOT NULL,
        kind text NOT NULL CONSTRAINT ck_site_term_kind CHECK (kind IN
          ('operator', 'prices', 'canteen', 'day_care', 'stops', 'opening', 'closure')),
        value jsonb NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        import_id uuid,
        CONSTRAINT pk_site_term PRIMARY KEY (site_id, version),
        CONSTRAINT ck_site_term_interval CHECK (valid_to >= valid_from)
      );
      ${appendOnly('site_term')}`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
