import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What auditors search by, beside the sealed bytes: codes, pseudonymous ids, times and amounts, noted when a record arrives. A narrow
 * row of its own, so that counting over millions does not read their bytes.
 */
export class Explorer1795510800000 implements MigrationInterface {
  readonly name = 'Explorer1795510800000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FACTS);
    await runner.query(SHARES);
    await runner.query(SITES);
    for (const table of ['journal_fact', 'journal_share', 'saved_query']) await runner.query(appendOnly(table));
    await runner.query(ROOM);
    await runner.query('SELECT journal_make_room()');
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const FACTS = `
  CREATE TABLE journal_fact (
    journal_index bigint NOT NULL,
    at            timestamptz(3) NOT NULL,
    stream_id     integer NOT NULL,
    sound         boolean NOT NULL,
    event_id      uuid,
    person_id     uuid,
    actor         text COLLATE "C",
    site_id       text COLLATE "C",
    area          text COLLATE "C",
    reason        text COLLATE "C",
    till_id       text COLLATE "C",
    meal_period   text COLLATE "C",
    service_date  date,
    happened_at   timestamptz(3),
    subject_id    uuid,
    claim_id      uuid,
    quantity      integer,
    amount_fen    bigint,
    subsidy_fen   bigint,
    CONSTRAINT pk_journal_fact PRIMARY KEY (journal_index)
  ) PARTITION BY RANGE (journal_index);
  COMMENT ON COLUMN journal_fact.at IS 'time of the event; of arrival for a record that could not be read';
  COMMENT ON COLUMN journal_fact.sound IS 'the record has no problem: rules look at these only';
  COMMENT ON COLUMN journal_fact.happened_at IS 'when the thing itself happened, where the event says so: earlier for offline sales';
  COMMENT ON COLUMN journal_fact.subject_id IS 'the order or booking';
  COMMENT ON COLUMN journal_fact.amount_fen IS 'public money of a claim, price of an order, money of a payment';
  CREATE INDEX idx_journal_fact_at ON journal_fact (at, journal_index);
  CREATE INDEX idx_journal_fact_stream_id ON journal_fact (stream_id, at, journal_index);
  CREATE INDEX idx_journal_fact_actor ON journal_fact (actor, at, journal_index);
  CREATE INDEX idx_journal_fact_site_id ON journal_fact (site_id, at, journal_index);
  CREATE INDEX idx_journal_fact_reason ON journal_fact (reason, at, journal_index) WHERE reason IS NOT NULL;
  -- Kinds of records are searched by their facts from now on.
  DROP INDEX idx_journal_stream_id;

  ALTER TABLE journal_head ADD COLUMN facts_below bigint NOT NULL DEFAULT 0;
  UPDATE journal_head SET facts_below = next_index;
  COMMENT ON COLUMN journal_head.facts_below IS 'records below this index came before facts were noted; theirs are still to be made';
`;

const SHARES = `
  CREATE TABLE journal_share (
    funder        text COLLATE "C" NOT NULL,
    at            timestamptz(3) NOT NULL,
    journal_index bigint NOT NULL,
    fen           bigint NOT NULL
  );
  CREATE INDEX idx_journal_share_funder ON journal_share (funder, at, journal_index) INCLUDE (fen);
`;

const SITES = `
  -- Which areas a site lies in, by its newest version.
  CREATE TABLE journal_site (
    site_id  text COLLATE "C" CONSTRAINT pk_journal_site PRIMARY KEY,
    version  bigint NOT NULL,
    kind     text,
    province text,
    city     text,
    district text,
    town     text,
    places   integer
  );

  CREATE TABLE saved_query (
    saved_query_id uuid CONSTRAINT pk_saved_query PRIMARY KEY,
    name           text NOT NULL,
    filter         jsonb NOT NULL,
    saved_by       text NOT NULL,
    saved_at       timestamptz(3) NOT NULL,
    CONSTRAINT ck_saved_query_name CHECK (length(name) BETWEEN 1 AND 100)
  );
  CREATE INDEX idx_saved_query_saved_by ON saved_query (saved_by);
`;

// As in the migration of the journal; now every part of the journal has its part of the facts.
const ROOM = `
  DO $make$ BEGIN EXECUTE format($function$
    CREATE OR REPLACE FUNCTION journal_make_room() RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
    DECLARE
      size constant bigint := 2000000;
      part bigint;
      whole text;
      name text;
    BEGIN
      FOR part IN SELECT n FROM journal_head, generate_series(0, next_index / size + 1) AS n ORDER BY 1 LOOP
        FOREACH whole IN ARRAY ARRAY['journal', 'journal_fact'] LOOP
          name := whole || '_' || lpad(part::text, 6, '0');
          CONTINUE WHEN to_regclass(name) IS NOT NULL;
          EXECUTE 'CREATE TABLE ' || name || ' (LIKE ' || whole || ' INCLUDING CONSTRAINTS INCLUDING STORAGE) WITH (toast_tuple_target = 8160)';
          EXECUTE 'REVOKE UPDATE, DELETE, TRUNCATE ON ' || name || ' FROM %1$I';
          EXECUTE 'CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ' || name
            || ' FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()';
          EXECUTE 'ALTER TABLE ' || whole || ' ATTACH PARTITION ' || name
            || ' FOR VALUES FROM (' || part * size || ') TO (' || (part + 1) * size || ')';
        END LOOP;
      END LOOP;
      RETURN (part + 1) * size;
    END $$
  $function$, current_setting('doorstep.app_role')); END $make$;
`;
