import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The journal of every record in order of arrival. Its index has no holes: it is given out under the lock of `journal_head`, so the
 * leaves of the public log can follow it. Parts of two million records keep the cost of a record the same at any age.
 */
export class Journal1795338000000 implements MigrationInterface {
  readonly name = 'Journal1795338000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SOURCES);
    await runner.query(JOURNAL);
    await runner.query(KEYS);
    for (const table of ['journal', 'journal_key', 'journal_oddity', 'journal_stream', 'journal_minute'])
      await runner.query(appendOnly(table));
    await runner.query(ROOM);
    await runner.query('SELECT journal_make_room()');
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const SOURCES = `
  CREATE TABLE source (
    source_id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_source PRIMARY KEY,
    name      text NOT NULL CONSTRAINT uq_source_name UNIQUE,
    highest   bigint NOT NULL,
    records   bigint NOT NULL,
    mark      bigint NOT NULL,
    CONSTRAINT ck_source_mark CHECK (mark BETWEEN 0 AND highest)
  ) WITH (fillfactor = 50);
  COMMENT ON COLUMN source.highest IS 'highest number seen';
  COMMENT ON COLUMN source.records IS 'numbers in the journal';
  COMMENT ON COLUMN source.mark IS 'every number up to here is in the journal or in an open gap';

  CREATE TABLE source_gap (
    gap_id        uuid CONSTRAINT pk_source_gap PRIMARY KEY,
    finding_id    uuid NOT NULL,
    source_id     integer NOT NULL CONSTRAINT fk_source_gap_source REFERENCES source (source_id),
    from_sequence bigint NOT NULL,
    to_sequence   bigint NOT NULL,
    detected_at   timestamptz NOT NULL,
    closed_at     timestamptz,
    CONSTRAINT ck_source_gap_range CHECK (from_sequence BETWEEN 1 AND to_sequence)
  );
  CREATE UNIQUE INDEX uq_source_gap_open ON source_gap (source_id, from_sequence) WHERE closed_at IS NULL;
`;

const JOURNAL = `
  CREATE TABLE journal_head (
    only_row    boolean CONSTRAINT pk_journal_head PRIMARY KEY DEFAULT true CONSTRAINT ck_journal_head_only CHECK (only_row),
    next_index  bigint NOT NULL,
    received_at timestamptz(3) NOT NULL
  ) WITH (fillfactor = 10);
  INSERT INTO journal_head (next_index, received_at) VALUES (0, '-infinity');
  COMMENT ON COLUMN journal_head.received_at IS 'of the last batch; the next one never says earlier';

  -- What a record is, said once for all records alike.
  CREATE TABLE journal_stream (
    stream_id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_journal_stream PRIMARY KEY,
    source    text,
    topic     text NOT NULL,
    type      text,
    CONSTRAINT uq_journal_stream UNIQUE NULLS NOT DISTINCT (source, topic, type)
  );

  CREATE TABLE journal (
    journal_index  bigint NOT NULL,
    received_at    timestamptz(3) NOT NULL,
    stream_id      integer NOT NULL,
    partition      smallint NOT NULL,
    record_offset  bigint NOT NULL,
    sequence       bigint,
    event_id       uuid,
    event_time     timestamptz(3),
    person_id      uuid,
    key            text,
    subject        text COLLATE "C",
    actor          text,
    correlation_id text,
    causation_id   text,
    problem        text,
    bytes          bytea,
    CONSTRAINT pk_journal PRIMARY KEY (journal_index)
  ) PARTITION BY RANGE (journal_index);
  -- Records hardly shrink; trying to, or keeping larger ones apart, costs more than it saves.
  ALTER TABLE journal ALTER COLUMN bytes SET STORAGE EXTERNAL;
  CREATE INDEX idx_journal_stream_id ON journal (stream_id, journal_index);
  CREATE INDEX idx_journal_subject ON journal (subject, journal_index);
  CREATE INDEX idx_journal_correlation_id ON journal USING hash (correlation_id);
  CREATE INDEX idx_journal_event_id ON journal (event_id);

  -- From which index on records of a minute lie; one row for each minute in which something arrived.
  CREATE TABLE journal_minute (
    minute      timestamptz CONSTRAINT pk_journal_minute PRIMARY KEY,
    first_index bigint NOT NULL
  );
`;

const KEYS = `
  -- Which number of which source lies where: makes every record exist once, and finds what is missing.
  CREATE TABLE journal_key (
    source_id     integer NOT NULL,
    sequence      bigint NOT NULL,
    journal_index bigint NOT NULL,
    digest        bigint NOT NULL,
    CONSTRAINT pk_journal_key PRIMARY KEY (source_id, sequence)
  );
  COMMENT ON COLUMN journal_key.digest IS 'first 64 bits of the SHA-256 of the record: the same number must be the same bytes';

  -- The same for records that have no number to be known by.
  CREATE TABLE journal_oddity (
    topic         text NOT NULL,
    partition     smallint NOT NULL,
    record_offset bigint NOT NULL,
    digest        bigint NOT NULL,
    journal_index bigint NOT NULL,
    CONSTRAINT pk_journal_oddity PRIMARY KEY (topic, partition, record_offset, digest)
  );
`;

// The service's role cannot create tables; this runs with the owner's rights, takes no argument and only ever adds empty parts.
// ATTACH, unlike CREATE … PARTITION OF, neither waits for readers nor makes them wait.
const ROOM = `
  DO $make$ BEGIN EXECUTE format($function$
    CREATE FUNCTION journal_make_room() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      size constant bigint := 2000000;
      part bigint;
      name text;
    BEGIN
      FOR part IN SELECT next_index / size + n FROM journal_head, generate_series(0, 1) AS n ORDER BY 1 LOOP
        name := 'journal_' || lpad(part::text, 6, '0');
        CONTINUE WHEN to_regclass(name) IS NOT NULL;
        EXECUTE 'CREATE TABLE ' || name || ' (LIKE journal INCLUDING CONSTRAINTS INCLUDING STORAGE) WITH (toast_tuple_target = 8160)';
        EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON ' || name || ' FROM %1$I';
        EXECUTE 'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ' || name
          || ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()';
        EXECUTE 'ALTER TABLE journal ATTACH PARTITION ' || name
          || ' FOR VALUES FROM (' || part * size || ') TO (' || (part + 1) * size || ')';
      END LOOP;
      RETURN (part + 1) * size;
    END $$
  $function$, current_setting('doorstep.app_role')); END $make$;
  COMMENT ON FUNCTION journal_make_room() IS 'makes the present and the next part of the journal; answers the first index without room';
`;
