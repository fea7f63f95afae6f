import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Words can be taken out of a working paper when one auditor asked for it and another approved. The history stays append-only for
 * everybody; only `paper_redact` can take words out of it, and nothing else.
 */
export class Redactions1795955400000 implements MigrationInterface {
  readonly name = 'Redactions1795955400000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ENTRIES);
    await runner.query(SECOND_PERSON);
    await runner.query(REDACT);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const ENTRIES = `
  ALTER TABLE paper_entry ADD COLUMN redacted text[] NOT NULL DEFAULT '{}',
    DROP CONSTRAINT ck_paper_entry_kind,
    ADD CONSTRAINT ck_paper_entry_kind CHECK (kind IN ('open', 'comment', 'reference', 'state', 'assign', 'sign_off', 'correction_request',
      'redaction_request', 'redaction_decision'));
  COMMENT ON COLUMN paper_entry.redacted IS 'what was taken out: text, reference, title';

  CREATE FUNCTION refuse_change_of_paper() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('doorstep.redacting', true) = 'on' THEN
      RETURN NULL;
    END IF;
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END $$;
  DROP TRIGGER append_only ON paper_entry;
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON paper_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_paper();
`;

const SECOND_PERSON = `
  CREATE OR REPLACE FUNCTION paper_second_auditor() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM paper_entry WHERE paper_id = NEW.paper_id AND actor = NEW.actor
        AND kind NOT IN ('assign', 'sign_off', 'redaction_request', 'redaction_decision')) THEN
      RAISE EXCEPTION 'whoever wrote on a working paper does not sign it off' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;

  CREATE FUNCTION paper_second_person() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM paper_entry AS asked WHERE asked.paper_id = NEW.paper_id AND asked.kind = 'redaction_request'
        AND asked.entry_no = (NEW.detail ->> 'requestNo')::integer AND asked.actor <> NEW.actor) THEN
      RAISE EXCEPTION 'whoever asks that words be taken out does not decide it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER second_person BEFORE INSERT ON paper_entry FOR EACH ROW
    WHEN (NEW.kind = 'redaction_decision') EXECUTE FUNCTION paper_second_person();
`;

const REDACT = `
  CREATE FUNCTION paper_redact(paper uuid, request_no integer) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE
    asked jsonb;
    part text;
  BEGIN
    SELECT detail INTO asked FROM paper_entry
    WHERE paper_id = paper AND entry_no = request_no AND kind = 'redaction_request';
    part := asked ->> 'part';
    IF part IS NULL OR NOT EXISTS (SELECT FROM paper_entry WHERE paper_id = paper AND kind = 'redaction_decision'
        AND (detail ->> 'requestNo')::integer = request_no AND (detail ->> 'approved')::boolean) THEN
      RAISE EXCEPTION 'nobody approved that these words are taken out' USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM set_config('doorstep.redacting', 'on', true);
    UPDATE paper_entry SET redacted = array_append(redacted, part),
      text = CASE part WHEN 'text' THEN NULL ELSE text END,
      detail = CASE part WHEN 'reference' THEN detail - 'reference' ELSE detail END
    WHERE paper_id = paper AND entry_no = (asked ->> 'entryNo')::integer;
    PERFORM set_config('doorstep.redacting', '', true);
  END $$;
  COMMENT ON FUNCTION paper_redact(uuid, integer) IS 'takes the words out for which a request of a working paper was approved';
`;
