import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Live1795981200000 implements MigrationInterface {
  readonly name = 'Live1795981200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LIVE);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

// The last minutes of events for screens that follow them, in the order of commits; the floor is the last place that was forgotten.
const LIVE = `
  CREATE TABLE live_event (
    xid       xid8 NOT NULL DEFAULT pg_current_xact_id(),
    position  bigint GENERATED ALWAYS AS IDENTITY,
    kept_at   timestamptz NOT NULL DEFAULT now(),
    topic     text NOT NULL,
    type      text NOT NULL,
    thing     text NOT NULL,
    site_id   text COLLATE "C",
    person_id uuid,
    at        timestamptz NOT NULL,
    CONSTRAINT pk_live_event PRIMARY KEY (xid, position)
  );
  CREATE TABLE live_floor (
    one      boolean CONSTRAINT pk_live_floor PRIMARY KEY DEFAULT true,
    xid      xid8 NOT NULL,
    position bigint NOT NULL,
    CONSTRAINT ck_live_floor_one CHECK (one)
  );
  INSERT INTO live_floor (xid, position) VALUES ('0', 0);
`;
