import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who looked at what. The event of each look, with the SHA-256 of its question, is in the log itself. */
export class LookUps1795950000000 implements MigrationInterface {
  readonly name = 'LookUps1795950000000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LOOK_UPS);
    await runner.query(appendOnly('look_up'));
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const LOOK_UPS = `
  CREATE TABLE look_up (
    look_up_id      uuid CONSTRAINT pk_look_up PRIMARY KEY,
    kind            text NOT NULL,
    actor           text NOT NULL,
    at              timestamptz(3) NOT NULL,
    purpose         text,
    ids             uuid[] NOT NULL,
    question        jsonb NOT NULL,
    question_sha256 text NOT NULL,
    CONSTRAINT ck_look_up_ids CHECK (cardinality(ids) <= 20)
  );
  CREATE INDEX idx_look_up_actor ON look_up (actor, look_up_id);
  CREATE INDEX idx_look_up_kind ON look_up (kind, look_up_id);
  CREATE INDEX idx_look_up_ids ON look_up USING gin (ids);
`;
