import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOfReachedPeople } from './reach-policy.js';

/** People without an account who may take an elder home. */
export class Pickups1795968900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE vault.pickup_person (
        pickup_id uuid PRIMARY KEY,
        person_id uuid NOT NULL CONSTRAINT fk_pickup_person_person_id REFERENCES person,
        sealed bytea NOT NULL,
        relation text NOT NULL,
        valid_from date NOT NULL,
        valid_to date,
        recorded_at timestamptz NOT NULL,
        recorded_by text NOT NULL,
        ended_at timestamptz,
        ended_by text,
        CONSTRAINT ck_pickup_person_interval CHECK (valid_to > valid_from)
      );
      CREATE INDEX idx_pickup_person_person_id ON vault.pickup_person (person_id);
      DO $$ BEGIN
        EXECUTE format('GRANT SELECT, INSERT, UPDATE (ended_at, ended_by), DELETE ON vault.pickup_person TO %I',
          current_setting('doorstep.app_role'));
      END $$;`);
    await runner.query(rowsOfReachedPeople('vault.pickup_person'));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
