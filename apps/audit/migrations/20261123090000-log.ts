import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The public log beside the journal: each numbered record gets the next leaf in the transaction that journals it, so the order of
 * the leaves is part of the journal and the tree can be built again from it at any time. Bytes are kept under a key of their person.
 */
export class Log1795424400000 implements MigrationInterface {
  readonly name = 'Log1795424400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LEAVES);
    await runner.query(KEYS);
    await runner.query(REFERENCES);
    await runner.query(CHECKPOINTS);
    for (const table of ['journal_reference', 'log_checkpoint']) await runner.query(appendOnly(table));
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const LEAVES = `
  ALTER TABLE journal_head ADD COLUMN next_leaf bigint NOT NULL DEFAULT 0, ADD COLUMN key_epoch integer NOT NULL DEFAULT 0;
  COMMENT ON COLUMN journal_head.next_leaf IS 'leaves given out: the size of the log once they are integrated';
  COMMENT ON COLUMN journal_head.key_epoch IS 'moves when a record key is destroyed, so that nobody goes on using it';
  ALTER TABLE journal ADD COLUMN leaf_index bigint, ADD COLUMN key_id integer, ADD COLUMN commitment bytea;
  COMMENT ON COLUMN journal.leaf_index IS 'place in the public log; null for records without a number, which have none';
  COMMENT ON COLUMN journal.key_id IS 'key under which the bytes are sealed; null when they lie open';
  COMMENT ON COLUMN journal.commitment IS 'SHA-256(salt || bytes): outlives key and bytes, so that proofs stay valid';
`;

const KEYS = `
  CREATE TABLE record_key (
    key_id       integer GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_record_key PRIMARY KEY,
    person_id    uuid,
    wrapped      bytea,
    made_at      timestamptz NOT NULL,
    destroyed_at timestamptz,
    CONSTRAINT ck_record_key_destroyed CHECK ((wrapped IS NULL) = (destroyed_at IS NOT NULL))
  );
  COMMENT ON COLUMN record_key.person_id IS 'null: the key of records that are about nobody';
  CREATE UNIQUE INDEX uq_record_key_person_id ON record_key (person_id) NULLS NOT DISTINCT WHERE destroyed_at IS NULL;

  CREATE FUNCTION record_key_destroyed() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    UPDATE journal_head SET key_epoch = key_epoch + 1;
    RETURN NULL;
  END $$;
  CREATE TRIGGER destroyed AFTER UPDATE OR DELETE ON record_key FOR EACH STATEMENT EXECUTE FUNCTION record_key_destroyed();
`;

const REFERENCES = `
  -- Which records speak of an order, booking, claim or ledger transaction: their bytes are sealed, so this is noted on arrival.
  CREATE TABLE journal_reference (
    reference     uuid NOT NULL,
    journal_index bigint NOT NULL
  );
  CREATE INDEX idx_journal_reference_reference ON journal_reference (reference, journal_index);
`;

const CHECKPOINTS = `
  -- What was signed, noted before it is published. The same size never has two roots.
  CREATE TABLE log_checkpoint (
    size         bigint NOT NULL,
    signed_by    text NOT NULL,
    root         bytea NOT NULL,
    note         text NOT NULL,
    next_journal bigint NOT NULL,
    signed_at    timestamptz(3) NOT NULL,
    CONSTRAINT pk_log_checkpoint PRIMARY KEY (size, signed_by),
    CONSTRAINT ck_log_checkpoint_root CHECK (octet_length(root) = 32)
  );
  COMMENT ON COLUMN log_checkpoint.signed_by IS 'ids of the keys, so that a tree of the same size can be signed again after a rotation';
  COMMENT ON COLUMN log_checkpoint.next_journal IS 'journal index at which the next leaf is looked for';

  CREATE TABLE log_key (
    vkey       text CONSTRAINT pk_log_key PRIMARY KEY,
    first_size bigint NOT NULL,
    last_size  bigint
  );
  COMMENT ON COLUMN log_key.last_size IS 'largest tree that the key has signed; null while it is in use';
`;
