import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Those who wait for a place in a full session. The session counts them, and the places that are kept for whom they were offered. */
export class Waiting1795983600000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE session ADD COLUMN offered integer NOT NULL DEFAULT 0, ADD COLUMN waiting integer NOT NULL DEFAULT 0;
      ALTER TABLE session DROP CONSTRAINT ck_session_booked;
      ALTER TABLE session ADD CONSTRAINT ck_session_booked
        CHECK (booked >= 0 AND offered >= 0 AND waiting >= 0 AND booked + offered <= places);
      CREATE INDEX idx_session_waiting ON session (service_date, site_id) WHERE waiting > 0;

      CREATE TABLE waiting (
        id              uuid CONSTRAINT pk_waiting PRIMARY KEY,
        position        bigint GENERATED ALWAYS AS IDENTITY,
        person_id       uuid NOT NULL,
        site_id         text COLLATE "C" NOT NULL,
        service_date    date NOT NULL,
        arrival_time    text NOT NULL,
        planned_minutes integer NOT NULL CONSTRAINT ck_waiting_planned_minutes CHECK (planned_minutes BETWEEN 30 AND 1440),
        with_lunch      boolean NOT NULL,
        booked_by       text NOT NULL,
        state           text NOT NULL,
        joined_at       timestamptz NOT NULL,
        offered_at      timestamptz,
        offer_until     timestamptz,
        ended_at        timestamptz,
        CONSTRAINT fk_waiting_session FOREIGN KEY (site_id, service_date) REFERENCES session (site_id, service_date),
        CONSTRAINT ck_waiting_state CHECK (CASE state
          WHEN 'waiting' THEN num_nonnulls(offered_at, offer_until, ended_at) = 0
          WHEN 'offered' THEN num_nulls(offered_at, offer_until) = 0 AND ended_at IS NULL
          WHEN 'accepted' THEN num_nulls(offered_at, offer_until, ended_at) = 0
          WHEN 'declined' THEN num_nulls(offered_at, offer_until, ended_at) = 0
          WHEN 'expired' THEN num_nulls(offered_at, offer_until, ended_at) = 0
          WHEN 'left' THEN ended_at IS NOT NULL
          WHEN 'closed' THEN ended_at IS NOT NULL
          ELSE false END)
      ) WITH (fillfactor = 80);
      CREATE UNIQUE INDEX uq_waiting_open_person_id_service_date ON waiting (person_id, service_date)
        WHERE state IN ('waiting', 'offered');
      CREATE INDEX idx_waiting_site_id_service_date ON waiting (site_id, service_date, position);
      CREATE INDEX idx_waiting_open ON waiting (service_date, site_id) WHERE state = 'waiting';
      CREATE INDEX idx_waiting_person_id ON waiting (person_id);
      CREATE INDEX idx_waiting_offer_until ON waiting (offer_until) WHERE state = 'offered';`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}
