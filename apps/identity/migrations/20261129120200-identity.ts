import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Identity1795953720000 implements MigrationInterface {
  readonly name = 'Identity1795953720000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(PROOFS);
    await runner.query(PROVIDER);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// A phone number is kept as HMAC under the service's key only: enough to find its account, nothing to call.
const ACCOUNTS = `
  CREATE TABLE account (
    subject       text COLLATE "C" CONSTRAINT pk_account PRIMARY KEY,
    kind          text NOT NULL CONSTRAINT ck_account_kind CHECK (kind IN ('staff', 'family')),
    login         text COLLATE "C",
    password_hash text,
    phone_key     bytea,
    pin_hash      text,
    totp_secret   bytea,
    totp_step     bigint NOT NULL DEFAULT 0,
    disabled_at   timestamptz,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_account_way_in CHECK (num_nonnulls(login, phone_key) > 0)
  );
  CREATE UNIQUE INDEX uq_account_login ON account (login);
  CREATE UNIQUE INDEX uq_account_phone_key ON account (phone_key);
  CREATE TABLE device (
    id              uuid CONSTRAINT pk_device PRIMARY KEY,
    site_id         text COLLATE "C" NOT NULL,
    label           text NOT NULL,
    code_hash       bytea,
    code_expires_at timestamptz,
    token_hash      bytea,
    paired_at       timestamptz,
    revoked_at      timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ck_device_paired CHECK ((token_hash IS NULL) = (paired_at IS NULL))
  );
  CREATE UNIQUE INDEX uq_device_code_hash ON device (code_hash);
  CREATE UNIQUE INDEX uq_device_token_hash ON device (token_hash);
  CREATE INDEX idx_device_site_id ON device (site_id, id);
`;

// Attempts are counted before anything is compared, by a name that need not belong to anybody.
const PROOFS = `
  CREATE TABLE attempt_count (
    key          bytea CONSTRAINT pk_attempt_count PRIMARY KEY,
    failures     integer NOT NULL,
    locked_until timestamptz,
    forget_at    timestamptz NOT NULL
  ) WITH (fillfactor = 70);
  CREATE INDEX idx_attempt_count_forget_at ON attempt_count (forget_at);
  CREATE TABLE one_time_code (
    id         uuid CONSTRAINT pk_one_time_code PRIMARY KEY,
    phone_key  bytea NOT NULL,
    code_hash  bytea NOT NULL,
    attempts   integer NOT NULL DEFAULT 0,
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
  );
  CREATE INDEX idx_one_time_code_expires_at ON one_time_code (expires_at);
`;

const PROVIDER = `
  CREATE TABLE oidc_payload (
    model       text NOT NULL,
    id          text COLLATE "C" NOT NULL,
    payload     jsonb NOT NULL,
    grant_id    text COLLATE "C",
    uid         text COLLATE "C",
    consumed_at timestamptz,
    expires_at  timestamptz,
    CONSTRAINT pk_oidc_payload PRIMARY KEY (model, id)
  );
  CREATE INDEX idx_oidc_payload_grant_id ON oidc_payload (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX idx_oidc_payload_uid ON oidc_payload (uid) WHERE uid IS NOT NULL;
  CREATE INDEX idx_oidc_payload_expires_at ON oidc_payload (expires_at);
`;
