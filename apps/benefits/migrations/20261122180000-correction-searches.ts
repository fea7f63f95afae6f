import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose claims must be decided again is looked for after the change is committed, however many they are. */
export class CorrectionSearches20261122180000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Written with the change itself; deleted in the transaction that has queued the last persons found.
      CREATE TABLE correction_search (
        search_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_correction_search_kind CHECK (kind IN ('pack', 'wanting')),
        pack_id text,
        -- Of a pack's services; exclusive end.
        from_date date,
        until_date date,
        -- Of refused claims.
        reasons text[],
        site_ids text[],
        year integer,
        why text NOT NULL,
        cause jsonb NOT NULL,
        -- Persons up to this one are queued already.
        after_person_id uuid,
        queued_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT ck_correction_search_pack CHECK (kind <> 'pack' OR (pack_id IS NOT NULL AND from_date IS NOT NULL)),
        CONSTRAINT ck_correction_search_wanting CHECK (kind <> 'wanting' OR reasons IS NOT NULL)
      );
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
