import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Names of areas are dated like where they lie; areas are merged; grid cells. What an area is called and lies in today follows. */
export class AreaHistory1795972380000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE area DROP CONSTRAINT ck_area_kind;
      ALTER TABLE area ADD CONSTRAINT ck_area_kind CHECK (kind IN ('city', 'district', 'town', 'community', 'grid_cell'));
      ALTER TABLE area
        ADD COLUMN version integer NOT NULL DEFAULT 1,
        ADD COLUMN ended_on date,
        ADD COLUMN merged_into text CONSTRAINT fk_area_merged_into REFERENCES area;
      ALTER TABLE area ADD CONSTRAINT ck_area_merged_into CHECK ((ended_on IS NULL) = (merged_into IS NULL));

      CREATE TABLE area_name (
        code text NOT NULL CONSTRAINT fk_area_name_code REFERENCES area,
        name text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        CONSTRAINT pk_area_name PRIMARY KEY (code, valid_from),
        CONSTRAINT ck_area_name_interval CHECK (valid_to > valid_from)
      );
      INSERT INTO area_name (code, name, valid_from) SELECT code, name, date '1850-01-01' FROM area;
      ALTER TABLE area DROP CONSTRAINT ck_area_parent_code;
      ALTER TABLE area DROP COLUMN name, DROP COLUMN parent_code;
      DO $$ BEGIN
        EXECUTE format('REVOKE DELETE, TRUNCATE ON area, area_name FROM %I', current_setting('doorstep.app_role'));
      END $$;`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
