import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The outbox is partitioned by day, so that history is dropped and never deleted row by row. The service's role may only add
 * and read, and cannot choose the columns that order the events. `outbox_cursor` is the relay's; it says what was sent.
 */
export class OutboxTables1788220801000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(MAINTENANCE);
    await runner.query('SELECT outbox_maintain(4, 7)');
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const TABLES = `
  CREATE SEQUENCE outbox_position CACHE 32;

  CREATE TABLE outbox (
    day date NOT NULL DEFAULT (now() AT TIME ZONE 'UTC')::date,
    xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position bigint NOT NULL DEFAULT nextval('outbox_position'),
    id uuid NOT NULL,
    topic text NOT NULL,
    partition smallint NOT NULL,
    key text NOT NULL,
    type text NOT NULL,
    time timestamptz(3) NOT NULL,
    actor text NOT NULL,
    correlation text NOT NULL,
    causation text,
    traceparent text,
    data text NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (xid, position, day),
    CONSTRAINT ck_outbox_partition CHECK (partition >= 0),
    CONSTRAINT ck_outbox_key CHECK (length(key) BETWEEN 1 AND 200),
    CONSTRAINT ck_outbox_actor CHECK (length(actor) BETWEEN 1 AND 200),
    CONSTRAINT ck_outbox_correlation CHECK (length(correlation) BETWEEN 1 AND 100),
    CONSTRAINT ck_outbox_causation CHECK (length(causation) <= 100),
    CONSTRAINT ck_outbox_traceparent CHECK (length(traceparent) = 55),
    CONSTRAINT ck_outbox_data_size CHECK (octet_length(data) <= 49152),
    CONSTRAINT ck_outbox_data_object CHECK (starts_with(data, '{'))
  ) PARTITION BY RANGE (day);

  -- Every event is written once and read once: compressing it, moving it out of its row, or a pattern over all of it would each cost
  -- more than the row itself.
  ALTER TABLE outbox ALTER COLUMN data SET STORAGE EXTERNAL;

  -- Nothing lands here while outbox_maintain runs daily; without it a missed run would refuse every write.
  CREATE TABLE outbox_default PARTITION OF outbox DEFAULT;

  DO $$ DECLARE app text := current_setting('doorstep.app_role'); BEGIN
    EXECUTE format('REVOKE ALL ON outbox, outbox_default FROM %I', app);
    EXECUTE format('GRANT SELECT ON outbox TO %I', app);
    EXECUTE format('GRANT INSERT (id, topic, partition, key, type, time, actor, correlation, causation, traceparent, data) ON outbox TO %I', app);
  END $$;

  CREATE TABLE outbox_cursor (
    shard smallint NOT NULL,
    epoch integer NOT NULL,
    xid xid8 NOT NULL,
    position bigint NOT NULL,
    day date NOT NULL,
    sequence bigint NOT NULL,
    sent jsonb NOT NULL,
    database text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_outbox_cursor PRIMARY KEY (shard),
    CONSTRAINT ck_outbox_cursor_epoch CHECK (epoch BETWEEN 1 AND 999999999)
  );
  COMMENT ON COLUMN outbox_cursor.xid IS 'last event sent, together with position';
  COMMENT ON COLUMN outbox_cursor.day IS 'no unsent event lies in an earlier day';
  COMMENT ON COLUMN outbox_cursor.sequence IS 'number of the last event sent; dense from 1 in each epoch';
  COMMENT ON COLUMN outbox_cursor.sent IS 'last number sent to each "topic/partition"';
  COMMENT ON COLUMN outbox_cursor.database IS 'system identifier and oid of the database that these numbers belong to';
`;

/** Creates the days ahead and drops days that are both older than asked and sent entirely. Runs with the owner's rights. */
const MAINTENANCE = `
  CREATE FUNCTION outbox_maintain(days_ahead integer, days_kept integer) RETURNS integer
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '500ms' AS $$
  DECLARE
    today date := (now() AT TIME ZONE 'UTC')::date;
    wanted date;
    name text;
    part record;
    sent_before date;
    changed integer := 0;
  BEGIN
    FOR wanted IN SELECT today + n FROM generate_series(-1, LEAST(GREATEST(days_ahead, 1), 30)) AS n LOOP
      name := 'outbox_' || to_char(wanted, 'YYYYMMDD');
      CONTINUE WHEN to_regclass(name) IS NOT NULL;
      CONTINUE WHEN EXISTS (SELECT FROM outbox_default WHERE day = wanted);
      EXECUTE format('CREATE TABLE %I PARTITION OF outbox FOR VALUES FROM (%L) TO (%L) WITH (toast_tuple_target = 8160)',
        name, wanted, wanted + 1);
      EXECUTE format('REVOKE ALL ON %I FROM %I', name, '__APP_ROLE__');
      changed := changed + 1;
    END LOOP;
    SELECT min(c.day) INTO sent_before FROM outbox_cursor c;
    FOR part IN
      SELECT c.relname, to_date(substr(c.relname, 8), 'YYYYMMDD') AS day
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'outbox'::regclass AND c.relname ~ '^outbox_[0-9]{8}$'
    LOOP
      CONTINUE WHEN sent_before IS NULL OR part.day >= LEAST(sent_before, today - GREATEST(days_kept, 2));
      EXECUTE format('DROP TABLE %I', part.relname);
      changed := changed + 1;
    END LOOP;
    RETURN changed;
  END $$;
  DO $$ DECLARE source text; app text := current_setting('doorstep.app_role'); BEGIN
    SELECT replace(pg_get_functiondef('outbox_maintain'::regproc), '__APP_ROLE__', app) INTO source;
    EXECUTE source;
    REVOKE ALL ON FUNCTION outbox_maintain FROM PUBLIC;
    EXECUTE format('GRANT EXECUTE ON FUNCTION outbox_maintain TO %I', app);
  END $$;
`;
