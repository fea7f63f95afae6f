import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs of anomaly rules and what they hit. A hit is the same hit in every run that finds it; what was found in a run never changes. */
export class Rules1795597200000 implements MigrationInterface {
  readonly name = 'Rules1795597200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(VIEW);
    await runner.query(RUNS);
    await runner.query(HITS);
    for (const table of ['rule_hit', 'rule_run_hit']) await runner.query(appendOnly(table));
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const VIEW = `
  CREATE VIEW event_fact AS
    SELECT f.journal_index, f.event_id, f.at, coalesce(f.happened_at, f.at) AS happened_at, stream.type, f.person_id, f.actor, f.site_id,
      f.area, f.reason, f.till_id, f.meal_period, f.service_date, f.subject_id, f.claim_id, f.quantity, f.amount_fen, f.subsidy_fen
    FROM journal_fact AS f JOIN journal_stream AS stream USING (stream_id) WHERE f.sound;
  COMMENT ON VIEW event_fact IS 'what the queries of rules read: events without a problem, by their facts';
`;

const RUNS = `
  CREATE TABLE rule_run (
    run_id      uuid CONSTRAINT pk_rule_run PRIMARY KEY,
    rule_id     text NOT NULL,
    rule_sha256 text NOT NULL,
    parameters  jsonb NOT NULL,
    from_date   date NOT NULL,
    to_date     date NOT NULL,
    snapshot    bigint NOT NULL,
    asked_by    text NOT NULL,
    asked_at    timestamptz(3) NOT NULL,
    state       text NOT NULL DEFAULT 'waiting',
    claimed_at  timestamptz(3),
    tries       integer NOT NULL DEFAULT 0,
    done        bigint NOT NULL DEFAULT 0,
    total       bigint NOT NULL DEFAULT 0,
    hits        integer,
    truncated   boolean NOT NULL DEFAULT false,
    sha256      text,
    failure     text,
    ended_at    timestamptz(3),
    CONSTRAINT ck_rule_run_state CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    CONSTRAINT ck_rule_run_done CHECK ((state = 'done') = (sha256 IS NOT NULL)),
    CONSTRAINT ck_rule_run_range CHECK (from_date < to_date)
  );
  CREATE INDEX idx_rule_run_state ON rule_run (asked_at) WHERE state IN ('waiting', 'running');
  CREATE INDEX idx_rule_run_rule_id ON rule_run (rule_id, run_id);
  COMMENT ON COLUMN rule_run.sha256 IS 'of the hits in canonical JSON: a repeated run must give the same';
`;

const HITS = `
  CREATE TABLE rule_hit (
    hit_id       uuid CONSTRAINT pk_rule_hit PRIMARY KEY,
    rule_id      text NOT NULL,
    hit_key      text NOT NULL,
    first_run_id uuid NOT NULL CONSTRAINT fk_rule_hit_run REFERENCES rule_run (run_id),
    CONSTRAINT uq_rule_hit_key UNIQUE (rule_id, hit_key)
  );
  CREATE TABLE rule_run_hit (
    run_id     uuid NOT NULL CONSTRAINT fk_rule_run_hit_run REFERENCES rule_run (run_id),
    hit_id     uuid NOT NULL CONSTRAINT fk_rule_run_hit_hit REFERENCES rule_hit (hit_id),
    site_id    text,
    person_id  uuid,
    amount_fen bigint,
    detail     jsonb NOT NULL,
    evidence   uuid[] NOT NULL,
    CONSTRAINT pk_rule_run_hit PRIMARY KEY (run_id, hit_id),
    CONSTRAINT ck_rule_run_hit_evidence CHECK (cardinality(evidence) <= 50)
  );
  CREATE INDEX idx_rule_run_hit_hit_id ON rule_run_hit (hit_id, run_id);
`;
