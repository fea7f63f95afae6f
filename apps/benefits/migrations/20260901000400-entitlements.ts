import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Money of persons: wallet lots, top-ups and vouchers. Claims draw when they are held and give back when they end. */
export class Entitlements20260901000400 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE allowance (
        allowance_id uuid PRIMARY KEY,
        person_id uuid NOT NULL,
        pack_id text NOT NULL,
        kind text NOT NULL CONSTRAINT ck_allowance_kind CHECK (kind IN ('monthly', 'topup', 'voucher')),
        month text NOT NULL CONSTRAINT ck_allowance_month CHECK (month ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
        amount_fen bigint NOT NULL,
        left_fen bigint NOT NULL,
        lapsed_fen bigint NOT NULL DEFAULT 0,
        expires_on date NOT NULL,
        usable_from date,
        for_month text,
        -- Issued here, brought by the opening import, or by an issuer outside under its own reference.
        issuer text NOT NULL DEFAULT 'own' CONSTRAINT ck_allowance_issuer CHECK (issuer IN ('own', 'opening', 'outside')),
        reference text,
        issued_at timestamptz NOT NULL,
        CONSTRAINT ck_allowance_fen CHECK (left_fen >= 0 AND lapsed_fen >= 0 AND left_fen + lapsed_fen <= amount_fen)
      ) WITH (fillfactor = 85);
      CREATE INDEX idx_allowance_person_id ON allowance (person_id, expires_on);
      CREATE UNIQUE INDEX uq_allowance_person_id_pack_id_kind_month ON allowance (person_id, pack_id, kind, month) WHERE kind <> 'topup';
      CREATE INDEX idx_allowance_to_lapse ON allowance (expires_on, person_id) WHERE left_fen > 0;
      CREATE UNIQUE INDEX uq_allowance_reference ON allowance (reference) WHERE reference IS NOT NULL;

      -- Days whose lapsing and issuing are done; the cursor lets a killed run go on where it was.
      CREATE TABLE entitlement_day (
        day date PRIMARY KEY,
        after_person_id uuid,
        done_at timestamptz,
        people integer NOT NULL DEFAULT 0,
        issued_fen bigint NOT NULL DEFAULT 0,
        lapsed_fen bigint NOT NULL DEFAULT 0
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
