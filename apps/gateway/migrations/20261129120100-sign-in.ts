import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SignIn1795953660000 implements MigrationInterface {
  readonly name = 'SignIn1795953660000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RIGHTS);
    await runner.query(SESSIONS);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// What accounts may do, as registry says. Read on every request, by the subject alone.
const RIGHTS = `
  CREATE TABLE staff_assignment (
    assignment_id uuid CONSTRAINT pk_staff_assignment PRIMARY KEY,
    subject       text COLLATE "C" NOT NULL,
    role          text NOT NULL,
    scope_all     boolean NOT NULL,
    site_id       text COLLATE "C",
    area_code     text COLLATE "C",
    from_on       date NOT NULL,
    to_on         date,
    ended_on      date,
    CONSTRAINT ck_staff_assignment_scope CHECK (num_nonnulls(site_id, area_code) + scope_all::int <= 1)
  );
  CREATE INDEX idx_staff_assignment_subject ON staff_assignment (subject);
  CREATE TABLE family_link (
    link_id   uuid CONSTRAINT pk_family_link PRIMARY KEY,
    subject   text COLLATE "C" NOT NULL,
    person_id uuid NOT NULL,
    may       text[] NOT NULL,
    from_on   date NOT NULL,
    to_on     date,
    ended     boolean NOT NULL DEFAULT false
  );
  CREATE INDEX idx_family_link_subject ON family_link (subject);
  CREATE TABLE known_site (
    site_id  text COLLATE "C" CONSTRAINT pk_known_site PRIMARY KEY,
    version  integer NOT NULL,
    areas    text[] NOT NULL
  );
  CREATE INDEX idx_known_site_areas ON known_site USING gin (areas);
  -- When each partition of registry.staff.events was last known to be read to its end.
  CREATE TABLE rights_pulse (
    partition integer CONSTRAINT pk_rights_pulse PRIMARY KEY,
    seen_at   timestamptz NOT NULL
  ) WITH (fillfactor = 50);
`;

// Tokens, states and browser bindings are kept as SHA-256 only: who reads this database can sign in as nobody.
const SESSIONS = `
  CREATE TABLE session (
    id             uuid CONSTRAINT pk_session PRIMARY KEY,
    token_hash     bytea NOT NULL,
    subject        text COLLATE "C" NOT NULL,
    strength       text NOT NULL CONSTRAINT ck_session_strength CHECK (strength IN ('single', 'two_factor', 'device_pin')),
    device_site_id text COLLATE "C",
    signed_in_at   timestamptz NOT NULL,
    proved_at      timestamptz NOT NULL,
    last_used_at   timestamptz NOT NULL,
    expires_at     timestamptz NOT NULL,
    ended_at       timestamptz,
    end_reason     text,
    CONSTRAINT ck_session_ended CHECK ((ended_at IS NULL) = (end_reason IS NULL)),
    CONSTRAINT ck_session_device CHECK ((strength = 'device_pin') = (device_site_id IS NOT NULL))
  ) WITH (fillfactor = 80);
  CREATE UNIQUE INDEX uq_session_token_hash ON session (token_hash);
  CREATE INDEX idx_session_subject ON session (subject) WHERE ended_at IS NULL;
  CREATE INDEX idx_session_last_used_at ON session (last_used_at) WHERE ended_at IS NULL;
  CREATE TABLE sign_in_attempt (
    state_hash    bytea CONSTRAINT pk_sign_in_attempt PRIMARY KEY,
    browser_hash  bytea NOT NULL,
    nonce         text NOT NULL,
    code_verifier text NOT NULL,
    return_to     text NOT NULL,
    step_up       uuid,
    expires_at    timestamptz NOT NULL
  );
  CREATE INDEX idx_sign_in_attempt_expires_at ON sign_in_attempt (expires_at);
`;
