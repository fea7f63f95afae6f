import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Facts follow the journal with a position of their own, so that appending waits for none of what records are only searched by. The
 * journal keeps the index that its order needs; whatever else is looked for lies beside the facts.
 */
export class FactsBehind1795947000000 implements MigrationInterface {
  readonly name = 'FactsBehind1795947000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(HEAD);
    await runner.query(COLUMNS);
    await runner.query(FILL);
    await runner.query(INDEXES);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// Until now facts were written together with their records.
const HEAD = `
  CREATE TABLE fact_head (
    only_row   boolean CONSTRAINT pk_fact_head PRIMARY KEY DEFAULT true CONSTRAINT ck_fact_head_only CHECK (only_row),
    next_index bigint NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO fact_head (next_index) SELECT next_index FROM journal_head;
  COMMENT ON COLUMN fact_head.next_index IS 'the facts and references of all records below this journal index are noted';
`;

const COLUMNS = `
  ALTER TABLE journal_fact ADD COLUMN subject text COLLATE "C", ADD COLUMN correlation_id text;
  COMMENT ON COLUMN journal_fact.subject IS 'null where it is the person';
`;

const FILL = `
  DO $fill$
  DECLARE part regclass;
  BEGIN
    FOR part IN SELECT relid FROM pg_partition_tree('journal_fact') LOOP
      EXECUTE format('ALTER TABLE %s DISABLE TRIGGER append_only', part);
    END LOOP;
    UPDATE journal_fact AS f SET subject = CASE WHEN j.person_id IS NULL THEN j.subject END, correlation_id = j.correlation_id
      FROM journal AS j WHERE j.journal_index = f.journal_index;
    FOR part IN SELECT relid FROM pg_partition_tree('journal_fact') LOOP
      EXECUTE format('ALTER TABLE %s ENABLE TRIGGER append_only', part);
    END LOOP;
  END $fill$;
`;

const INDEXES = `
  DROP INDEX idx_journal_subject;
  DROP INDEX idx_journal_correlation_id;
  DROP INDEX idx_journal_event_id;
  CREATE INDEX idx_journal_fact_event_id ON journal_fact (event_id);
  CREATE INDEX idx_journal_fact_person_id ON journal_fact (person_id, at, journal_index) WHERE person_id IS NOT NULL;
  CREATE INDEX idx_journal_fact_subject ON journal_fact (subject, at, journal_index) WHERE subject IS NOT NULL;
  CREATE INDEX idx_journal_fact_correlation_id ON journal_fact USING hash (correlation_id);
`;
