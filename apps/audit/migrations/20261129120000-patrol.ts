import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Where the patrol over the stored records has come to, and what it found altered. */
export class Patrol1795953600000 implements MigrationInterface {
  readonly name = 'Patrol1795953600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PATROL);
    await runner.query(BY_INDEX);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const PATROL = `
  CREATE TABLE patrol (
    only_row      boolean CONSTRAINT pk_patrol PRIMARY KEY DEFAULT true CONSTRAINT ck_patrol_only CHECK (only_row),
    next_index    bigint NOT NULL DEFAULT 0,
    rounds        bigint NOT NULL DEFAULT 0,
    last_round_at timestamptz(3)
  ) WITH (fillfactor = 10);
  INSERT INTO patrol DEFAULT VALUES;
  COMMENT ON COLUMN patrol.next_index IS 'in this round all records below this journal index were looked at';

  CREATE TABLE altered_record (
    journal_index bigint CONSTRAINT pk_altered_record PRIMARY KEY,
    leaf_index    bigint,
    faults        text[] NOT NULL,
    finding_id    uuid NOT NULL,
    detected_at   timestamptz(3) NOT NULL,
    CONSTRAINT ck_altered_record_faults CHECK (cardinality(faults) > 0)
  );
  CREATE INDEX idx_altered_record_finding_id ON altered_record (finding_id);
`;

// Both tables grow in order of the journal, so a summary of pages finds a range of it and costs next to nothing to write.
const BY_INDEX = `
  CREATE INDEX idx_journal_share_journal_index ON journal_share USING brin (journal_index) WITH (pages_per_range = 16, autosummarize = on);
  CREATE INDEX idx_journal_reference_journal_index ON journal_reference USING brin (journal_index)
    WITH (pages_per_range = 16, autosummarize = on);
`;
