import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a consumer has done (one row per partition and source) and what it could not do yet (parked and waiting keys). */
export class ConsumerTables1788220802000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE consumer_position (
        consumer text NOT NULL,
        topic text NOT NULL,
        partition smallint NOT NULL,
        source text NOT NULL,
        sequence bigint NOT NULL,
        next_offset bigint NOT NULL,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_consumer_position PRIMARY KEY (consumer, topic, partition, source)
      ) WITH (fillfactor = 50);
      COMMENT ON COLUMN consumer_position.sequence IS 'number of the last event of the source that took effect';
      COMMENT ON COLUMN consumer_position.next_offset IS 'where reading goes on in this partition';

      CREATE TABLE parked_key (
        id uuid NOT NULL,
        consumer text NOT NULL,
        topic text NOT NULL,
        partition smallint NOT NULL,
        key text NOT NULL,
        state text NOT NULL,
        reason text NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        since timestamptz NOT NULL DEFAULT now(),
        next_attempt_at timestamptz,
        give_up_at timestamptz,
        CONSTRAINT pk_parked_key PRIMARY KEY (id),
        CONSTRAINT uq_parked_key_consumer_topic_key UNIQUE (consumer, topic, partition, key),
        CONSTRAINT ck_parked_key_state CHECK (
          (state = 'parked' AND next_attempt_at IS NULL)
          OR (state = 'waiting' AND next_attempt_at IS NOT NULL AND give_up_at IS NOT NULL))
      );
      CREATE INDEX idx_parked_key_next_attempt_at ON parked_key (consumer, next_attempt_at) WHERE state = 'waiting';

      CREATE TABLE parked_message (
        parked_key_id uuid NOT NULL,
        position bigint GENERATED ALWAYS AS IDENTITY,
        "offset" bigint NOT NULL,
        record_key text,
        bytes bytea,
        arrived_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT pk_parked_message PRIMARY KEY (parked_key_id, position),
        CONSTRAINT fk_parked_message_parked_key FOREIGN KEY (parked_key_id) REFERENCES parked_key (id) ON DELETE CASCADE
      );
      COMMENT ON COLUMN parked_message.record_key IS 'NULL where the record had none or one that is no text';
      COMMENT ON COLUMN parked_message.bytes IS 'the record exactly as received; NULL for a tombstone';
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
