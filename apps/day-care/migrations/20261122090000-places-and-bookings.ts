import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PlacesAndBookings1795338000000 implements MigrationInterface {
  readonly name = 'PlacesAndBookings1795338000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROJECTIONS);
    await runner.query(SESSION);
    await runner.query(BOOKING);
    await runner.query(DECISIONS);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const PROJECTIONS = `
  CREATE TABLE centre (
    site_id  text COLLATE "C" CONSTRAINT pk_centre PRIMARY KEY,
    version  integer NOT NULL,
    name     text NOT NULL,
    phone    text,
    city     text NOT NULL,
    district text NOT NULL,
    town     text NOT NULL,
    active   boolean NOT NULL
  );
  CREATE TABLE known_person (
    person_id uuid CONSTRAINT pk_known_person PRIMARY KEY
  );
  -- Only what keeps somebody from attending: deaths and hospital stays, with the days that a death or stay began and ended.
  CREATE TABLE person_absence (
    fact_id    uuid CONSTRAINT pk_person_absence PRIMARY KEY,
    person_id  uuid NOT NULL,
    kind       text NOT NULL CONSTRAINT ck_person_absence_kind CHECK (kind IN ('death', 'hospital')),
    begins_on  date NOT NULL,
    ends_on    date,
    believed   boolean NOT NULL DEFAULT true
  );
  CREATE INDEX idx_person_absence_person_id ON person_absence (person_id) WHERE believed;
`;

// "booked" is the one place that counts taken places: a booking takes one by a conditional update, and the CHECK stands behind it.
const SESSION = `
  CREATE TABLE session (
    site_id        text COLLATE "C" NOT NULL,
    service_date   date NOT NULL,
    version        integer NOT NULL CONSTRAINT ck_session_version CHECK (version >= 1),
    places         integer NOT NULL CONSTRAINT ck_session_places CHECK (places BETWEEN 0 AND 1000),
    booked         integer NOT NULL DEFAULT 0,
    opening_time   text NOT NULL,
    closing_time   text NOT NULL,
    notice_minutes integer NOT NULL CONSTRAINT ck_session_notice_minutes CHECK (notice_minutes BETWEEN 0 AND 10080),
    CONSTRAINT pk_session PRIMARY KEY (site_id, service_date),
    CONSTRAINT ck_session_booked CHECK (booked BETWEEN 0 AND places),
    CONSTRAINT ck_session_hours CHECK (opening_time < closing_time)
  ) WITH (fillfactor = 70);
`;

const BOOKING = `
  CREATE TABLE booking (
    id                    uuid CONSTRAINT pk_booking PRIMARY KEY,
    person_id             uuid NOT NULL,
    site_id               text COLLATE "C" NOT NULL,
    service_date          date NOT NULL,
    arrival_time          text NOT NULL,
    planned_minutes       integer NOT NULL CONSTRAINT ck_booking_planned_minutes CHECK (planned_minutes BETWEEN 30 AND 1440),
    with_lunch            boolean NOT NULL,
    booked_by             text NOT NULL,
    confirmed_at          timestamptz NOT NULL,
    state                 text NOT NULL,
    checked_in_at         timestamptz,
    checked_out_at        timestamptz,
    minutes               integer CONSTRAINT ck_booking_minutes CHECK (minutes BETWEEN 1 AND 1440),
    insurance_paid_fen    bigint CONSTRAINT ck_booking_insurance_paid_fen CHECK (insurance_paid_fen >= 0),
    other_public_paid_fen bigint CONSTRAINT ck_booking_other_public_paid_fen CHECK (other_public_paid_fen >= 0),
    cancelled_at          timestamptz,
    cancellation_cause    text,
    no_show_at            timestamptz,
    CONSTRAINT fk_booking_session FOREIGN KEY (site_id, service_date) REFERENCES session (site_id, service_date),
    CONSTRAINT ck_booking_state CHECK (CASE state
      WHEN 'confirmed'  THEN num_nonnulls(checked_in_at, checked_out_at, minutes, cancelled_at, no_show_at) = 0
      WHEN 'checked_in' THEN checked_in_at IS NOT NULL AND num_nonnulls(checked_out_at, minutes, cancelled_at, no_show_at) = 0
      WHEN 'completed'  THEN num_nulls(checked_in_at, checked_out_at, minutes, insurance_paid_fen, other_public_paid_fen) = 0
      WHEN 'cancelled'  THEN num_nulls(cancelled_at, cancellation_cause) = 0
      WHEN 'no_show'    THEN no_show_at IS NOT NULL
      ELSE false END)
  ) WITH (fillfactor = 80);
  CREATE UNIQUE INDEX uq_booking_live_person_id_service_date ON booking (person_id, service_date)
    WHERE state IN ('confirmed', 'checked_in', 'completed');
  CREATE INDEX idx_booking_person_id_service_date ON booking (person_id, service_date, id);
  CREATE INDEX idx_booking_site_id_service_date ON booking (site_id, service_date, id);
`;

const DECISIONS = `
  CREATE TABLE booking_claim (
    claim_id          uuid CONSTRAINT pk_booking_claim PRIMARY KEY,
    booking_id        uuid NOT NULL CONSTRAINT fk_booking_claim_booking REFERENCES booking (id),
    state             text NOT NULL,
    outcome           text,
    reason            text,
    subsidy_fen       bigint NOT NULL CONSTRAINT ck_booking_claim_subsidy_fen CHECK (subsidy_fen >= 0),
    shares            jsonb NOT NULL,
    corrects_claim_id uuid,
    position          bigint GENERATED ALWAYS AS IDENTITY
  );
  CREATE INDEX idx_booking_claim_booking_id ON booking_claim (booking_id);
  CREATE TABLE booking_fee (
    booking_id            uuid CONSTRAINT pk_booking_fee PRIMARY KEY CONSTRAINT fk_booking_fee_booking REFERENCES booking (id),
    kind                  text NOT NULL,
    fee_fen               bigint NOT NULL,
    insurance_paid_fen    bigint NOT NULL,
    other_public_paid_fen bigint NOT NULL,
    subsidy_fen           bigint NOT NULL,
    self_pay_fen          bigint NOT NULL,
    pack_id               text,
    rule_version          text,
    steps                 jsonb NOT NULL,
    decided_at            timestamptz NOT NULL
  );
`;
