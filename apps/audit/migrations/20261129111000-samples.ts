import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Samples of what saved queries find, their items and what was seen when these were checked. */
export class Samples1795950600000 implements MigrationInterface {
  readonly name = 'Samples1795950600000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SAMPLES);
    for (const table of ['sample_item', 'sample_check']) await runner.query(appendOnly(table));
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const SAMPLES = `
  CREATE TABLE sample (
    sample_id      uuid CONSTRAINT pk_sample PRIMARY KEY,
    name           text NOT NULL,
    saved_query_id uuid NOT NULL CONSTRAINT fk_sample_saved_query REFERENCES saved_query (saved_query_id),
    filter         jsonb NOT NULL,
    snapshot       bigint NOT NULL,
    design         jsonb NOT NULL,
    seed           text NOT NULL,
    asked_by       text NOT NULL,
    asked_at       timestamptz(3) NOT NULL,
    state          text NOT NULL DEFAULT 'waiting',
    claimed_at     timestamptz(3),
    tries          integer NOT NULL DEFAULT 0,
    failure        text,
    strata         jsonb NOT NULL DEFAULT '[]',
    interval_fen   bigint,
    ended_at       timestamptz(3),
    CONSTRAINT ck_sample_name CHECK (length(name) BETWEEN 1 AND 100),
    CONSTRAINT ck_sample_seed CHECK (seed ~ '^[0-9a-f]{64}$'),
    CONSTRAINT ck_sample_state CHECK (state IN ('waiting', 'running', 'drawn', 'failed'))
  );
  CREATE INDEX idx_sample_state ON sample (asked_at) WHERE state IN ('waiting', 'running');

  CREATE FUNCTION refuse_change_of_drawn() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'a sample that was drawn does not change' USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER drawn BEFORE UPDATE OR DELETE ON sample FOR EACH ROW
    WHEN (OLD.state IN ('drawn', 'failed')) EXECUTE FUNCTION refuse_change_of_drawn();

  CREATE TABLE sample_item (
    sample_id     uuid NOT NULL CONSTRAINT fk_sample_item_sample REFERENCES sample (sample_id),
    item_no       integer NOT NULL,
    journal_index bigint NOT NULL,
    event_id      uuid,
    stratum       text NOT NULL,
    amount_fen    bigint NOT NULL,
    CONSTRAINT pk_sample_item PRIMARY KEY (sample_id, item_no)
  );

  CREATE TABLE sample_check (
    check_id   bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_sample_check PRIMARY KEY,
    sample_id  uuid NOT NULL,
    item_no    integer NOT NULL,
    result     text NOT NULL,
    error_fen  bigint NOT NULL,
    note       text,
    checked_by text NOT NULL,
    checked_at timestamptz(3) NOT NULL,
    CONSTRAINT fk_sample_check_item FOREIGN KEY (sample_id, item_no) REFERENCES sample_item (sample_id, item_no),
    CONSTRAINT ck_sample_check_result CHECK (result = 'error' OR (result = 'ok' AND error_fen = 0)),
    CONSTRAINT ck_sample_check_note CHECK (length(note) <= 1000)
  );
  CREATE INDEX idx_sample_check_item ON sample_check (sample_id, item_no, check_id DESC);
`;
