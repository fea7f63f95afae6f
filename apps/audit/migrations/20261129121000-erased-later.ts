import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What comes of an erased person later is judged as well: how long evidence may be kept is noted also of those who left none. */
export class ErasedLater1795954200000 implements MigrationInterface {
  readonly name = 'ErasedLater1795954200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UNTIL);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// Where nothing was kept the day was not noted; the retention of accounting vouchers is the longest that it can have been.
const UNTIL = `
  ALTER TABLE erasure ADD COLUMN evidence_until date;
  UPDATE erasure SET evidence_until = coalesce(kept_until, (erased_at + interval '30 years')::date);
  ALTER TABLE erasure ALTER COLUMN evidence_until SET NOT NULL;
  COMMENT ON COLUMN erasure.evidence_until IS 'last day on which evidence of paid claims may be kept';
  COMMENT ON COLUMN erasure.kept_until IS 'the same day while there is such evidence, or something is open; null when there is none';
`;
