import type { MigrationInterface, QueryRunner } from 'typeorm';
import { rowsOfReachedPeople } from './reach-policy.js';

/** What elders and their families are told, how it went out, and whom the hotline calls. */
export class Notifications1795969800000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    for (const table of [
      'notification',
      'notification_reader',
      'planned_notice',
      'notification_delivery',
      'hotline_call',
    ])
      await runner.query(rowsOfReachedPeople(table));
    await runner.query(rowsOfReachedPeople('recorded_message'));
    await runner.query(FORGETTING);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const TABLES = `
  CREATE TABLE notification (
    notification_id uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_notification_person_id REFERENCES person,
    kind text NOT NULL,
    needs_right text NOT NULL,
    once_key text NOT NULL,
    about jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    acknowledged_by text,
    CONSTRAINT uq_notification_person_id_kind_once_key UNIQUE (person_id, kind, once_key)
  );

  CREATE TABLE notification_reader (
    notification_id uuid NOT NULL CONSTRAINT fk_notification_reader_notification_id REFERENCES notification,
    person_id uuid NOT NULL CONSTRAINT fk_notification_reader_person_id REFERENCES person,
    reader text NOT NULL,
    read_at timestamptz NOT NULL,
    CONSTRAINT pk_notification_reader PRIMARY KEY (notification_id, reader)
  );
  CREATE INDEX idx_notification_reader_person_id ON notification_reader (person_id);

  CREATE TABLE planned_notice (
    person_id uuid NOT NULL CONSTRAINT fk_planned_notice_person_id REFERENCES person,
    kind text NOT NULL,
    once_key text NOT NULL,
    about jsonb NOT NULL,
    due_on date NOT NULL,
    CONSTRAINT pk_planned_notice PRIMARY KEY (person_id, kind, once_key)
  );
  CREATE INDEX idx_planned_notice_due_on ON planned_notice (due_on);

  CREATE TABLE notification_delivery (
    delivery_id uuid PRIMARY KEY,
    notification_id uuid NOT NULL CONSTRAINT fk_notification_delivery_notification_id REFERENCES notification,
    person_id uuid NOT NULL CONSTRAINT fk_notification_delivery_person_id REFERENCES person,
    state text NOT NULL CONSTRAINT ck_notification_delivery_state CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts integer NOT NULL,
    next_at timestamptz NOT NULL,
    sent_at timestamptz
  );
  CREATE INDEX idx_notification_delivery_next_at ON notification_delivery (next_at) WHERE state = 'waiting';
  CREATE INDEX idx_notification_delivery_person_id ON notification_delivery (person_id);

  CREATE TABLE hotline_call (
    call_id uuid PRIMARY KEY,
    notification_id uuid NOT NULL CONSTRAINT fk_hotline_call_notification_id REFERENCES notification
      CONSTRAINT uq_hotline_call_notification_id UNIQUE,
    person_id uuid NOT NULL CONSTRAINT fk_hotline_call_person_id REFERENCES person,
    state text NOT NULL CONSTRAINT ck_hotline_call_state CHECK (state IN ('open', 'reached', 'given_up')),
    attempts integer NOT NULL,
    claimed_by text,
    claimed_until timestamptz,
    created_at timestamptz NOT NULL
  );
  CREATE INDEX idx_hotline_call_open ON hotline_call (call_id) WHERE state = 'open';
  CREATE INDEX idx_hotline_call_person_id ON hotline_call (person_id);

  CREATE TABLE recorded_message (
    reference uuid PRIMARY KEY,
    person_id uuid NOT NULL CONSTRAINT fk_recorded_message_person_id REFERENCES person,
    channel text NOT NULL,
    words text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX idx_recorded_message_person_id ON recorded_message (person_id);
  DO $$ BEGIN
    EXECUTE format('REVOKE DELETE, TRUNCATE ON notification, notification_reader, notification_delivery, hotline_call, recorded_message FROM %I',
      current_setting('doorstep.app_role'));
  END $$;`;

/** `person_forget` marks the person last; what was told about her and who took her home goes with it. */
const FORGETTING = `
  CREATE FUNCTION person_told_forget() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    DELETE FROM planned_notice WHERE person_id = NEW.person_id;
    DELETE FROM recorded_message WHERE person_id = NEW.person_id;
    DELETE FROM hotline_call WHERE person_id = NEW.person_id;
    DELETE FROM notification_delivery WHERE person_id = NEW.person_id;
    DELETE FROM notification_reader WHERE person_id = NEW.person_id;
    DELETE FROM notification WHERE person_id = NEW.person_id;
    DELETE FROM vault.pickup_person WHERE person_id = NEW.person_id;
    RETURN NULL;
  END $$;
  CREATE TRIGGER forget_told AFTER UPDATE OF erased_at ON person
    FOR EACH ROW WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION person_told_forget();`;
