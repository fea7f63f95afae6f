import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Replays of a past month under a version that does not hold yet. The cursor lets a killed run go on where it was. */
export class Simulations20261122150000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE policy_simulation (
        simulation_id uuid PRIMARY KEY,
        policy_id uuid NOT NULL,
        pack_id text NOT NULL,
        sha256 text NOT NULL,
        month text NOT NULL CONSTRAINT ck_policy_simulation_month CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        state text NOT NULL CONSTRAINT ck_policy_simulation_state CHECK (state IN ('queued', 'running', 'done', 'cancelled', 'failed')),
        requested_by text NOT NULL,
        requested_at timestamptz NOT NULL,
        finished_at timestamptz,
        -- Whoever works on it says so again with every step; after that moment somebody else goes on.
        leased_until timestamptz,
        after_person_id uuid,
        people_done integer NOT NULL DEFAULT 0,
        people_in_all integer,
        tally jsonb NOT NULL,
        problem text
      ) WITH (fillfactor = 70);
      CREATE INDEX idx_policy_simulation_policy_id ON policy_simulation (policy_id, requested_at DESC, simulation_id DESC);
      CREATE INDEX idx_policy_simulation_open ON policy_simulation (requested_at) WHERE state IN ('queued', 'running');
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
