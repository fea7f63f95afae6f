import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Working papers. What was written stays; the row of a paper only says what its entries have made of it. */
export class Papers1795951200000 implements MigrationInterface {
  readonly name = 'Papers1795951200000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PAPERS);
    await runner.query(appendOnly('paper_entry'));
    await runner.query(SECOND_AUDITOR);
  }

  down(): Promise<void> {
    throw new Error('migrations go forward only');
  }
}

const PAPERS = `
  CREATE TABLE paper (
    paper_id      uuid CONSTRAINT pk_paper PRIMARY KEY,
    about_kind    text NOT NULL,
    about_id      uuid NOT NULL,
    about_item    integer,
    title         text NOT NULL,
    state         text NOT NULL DEFAULT 'open',
    opened_by     text NOT NULL,
    opened_at     timestamptz(3) NOT NULL,
    changed_at    timestamptz(3) NOT NULL,
    assignee      text,
    signed_off_by text,
    signed_off_at timestamptz(3),
    entries       integer NOT NULL DEFAULT 1,
    CONSTRAINT ck_paper_state CHECK (state IN ('open', 'explained', 'finding')),
    CONSTRAINT ck_paper_about CHECK ((about_kind = 'sample_item') = (about_item IS NOT NULL)),
    CONSTRAINT ck_paper_title CHECK (length(title) BETWEEN 1 AND 200),
    CONSTRAINT ck_paper_signed_off CHECK ((signed_off_by IS NULL) = (signed_off_at IS NULL) AND (signed_off_by IS NULL OR state <> 'open'))
  );
  CREATE INDEX idx_paper_state ON paper (state, paper_id);
  CREATE INDEX idx_paper_assignee ON paper (assignee, paper_id);
  CREATE INDEX idx_paper_about_id ON paper (about_id);

  CREATE TABLE paper_entry (
    paper_id uuid NOT NULL CONSTRAINT fk_paper_entry_paper REFERENCES paper (paper_id),
    entry_no integer NOT NULL,
    kind     text NOT NULL,
    actor    text NOT NULL,
    at       timestamptz(3) NOT NULL,
    text     text,
    detail   jsonb NOT NULL,
    CONSTRAINT pk_paper_entry PRIMARY KEY (paper_id, entry_no),
    CONSTRAINT ck_paper_entry_kind
      CHECK (kind IN ('open', 'comment', 'reference', 'state', 'assign', 'sign_off', 'correction_request')),
    CONSTRAINT ck_paper_entry_text CHECK (length(text) <= 2000)
  );
`;

const SECOND_AUDITOR = `
  CREATE FUNCTION paper_second_auditor() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM paper_entry WHERE paper_id = NEW.paper_id AND actor = NEW.actor AND kind NOT IN ('assign', 'sign_off')) THEN
      RAISE EXCEPTION 'whoever wrote on a working paper does not sign it off' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER second_auditor BEFORE INSERT ON paper_entry FOR EACH ROW
    WHEN (NEW.kind = 'sign_off') EXECUTE FUNCTION paper_second_auditor();

  CREATE FUNCTION paper_signed_by_entry() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NEW.paper_id <> OLD.paper_id OR NEW.about_id <> OLD.about_id OR NEW.opened_by <> OLD.opened_by OR NEW.opened_at <> OLD.opened_at
       OR NEW.entries <= OLD.entries THEN
      RAISE EXCEPTION 'a working paper changes by its entries alone' USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.signed_off_by IS NOT NULL AND NOT EXISTS (
      SELECT FROM paper_entry WHERE paper_id = NEW.paper_id AND entry_no = NEW.entries AND kind = 'sign_off' AND actor = NEW.signed_off_by) THEN
      RAISE EXCEPTION 'a sign-off is the last entry of a working paper' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER signed_by_entry BEFORE UPDATE ON paper FOR EACH ROW EXECUTE FUNCTION paper_signed_by_entry();

  CREATE FUNCTION paper_stays() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'a working paper is not thrown away' USING ERRCODE = 'restrict_violation';
  END $$;
  CREATE TRIGGER stays BEFORE DELETE OR TRUNCATE ON paper FOR EACH STATEMENT EXECUTE FUNCTION paper_stays();
`;
