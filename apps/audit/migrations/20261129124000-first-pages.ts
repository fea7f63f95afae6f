import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first page of any one filter comes from an index, also of what is rare among many millions. */
export class FirstPages1795956000000 implements MigrationInterface {
  readonly name = 'FirstPages1795956000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(INDEXES);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// Where something is lacking is asked too, so tills and reasons keep their empty places. Shares grow in order of the journal: their index
// is only ever added to at its end.
const INDEXES = `
  DROP INDEX idx_journal_fact_reason;
  CREATE INDEX idx_journal_fact_reason ON journal_fact (reason, at, journal_index);
  CREATE INDEX idx_journal_fact_till_id ON journal_fact (till_id, at, journal_index);
  CREATE INDEX idx_journal_fact_area ON journal_fact (area, at, journal_index) WHERE area IS NOT NULL;
  CREATE INDEX idx_journal_fact_amount_fen ON journal_fact (amount_fen, at, journal_index) WHERE amount_fen IS NOT NULL;
  DROP INDEX idx_journal_share_journal_index;
  CREATE INDEX idx_journal_share_journal_index ON journal_share (journal_index);
`;
