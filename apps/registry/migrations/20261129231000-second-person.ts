import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What two people have to do, two accounts have to do, whoever writes the row. `staff:li-1` and `family:li-1` are one person. */
export class SecondPerson1795994400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(decidedByAnother('unsealing'));
    await runner.query(decidedByAnother('erasure'));
    await runner.query(APPLICATIONS);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const ACCOUNTS = `
  CREATE FUNCTION account_of(ref text) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN substr(ref, strpos(ref, ':') + 1);

  ALTER TABLE staff_assignment ADD CONSTRAINT ck_staff_assignment_second_person
    CHECK (account_of(granted_by) <> subject AND account_of(ended_by) <> subject);`;

/** A request that is not there, or that the caller does not reach, is decided by nobody. */
const decidedByAnother = (request: 'unsealing' | 'erasure'): string => `
  CREATE FUNCTION ${request}_decided_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF NOT EXISTS (SELECT FROM ${request} asked WHERE asked.${request}_id = NEW.${request}_id
      AND account_of(asked.requested_by) <> account_of(NEW.decided_by))
    THEN RAISE EXCEPTION 'whoever asks does not decide' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'ck_${request}_decision_second_person';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER second_person BEFORE INSERT ON ${request}_decision
    FOR EACH ROW EXECUTE FUNCTION ${request}_decided_by_another();`;

const APPLICATIONS = `
  CREATE FUNCTION application_decided_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF EXISTS (SELECT FROM enrolment_application application WHERE application.application_id = NEW.application_id
      AND account_of(application.applied_by) = account_of(NEW.done_by))
      OR EXISTS (SELECT FROM application_step step WHERE step.application_id = NEW.application_id
        AND step.state IN ('draft', 'submitted', 'clarification_answered') AND account_of(step.done_by) = account_of(NEW.done_by))
    THEN RAISE EXCEPTION 'whoever applies does not decide' USING ERRCODE = 'check_violation',
      CONSTRAINT = 'ck_application_step_second_person';
    END IF;
    RETURN NEW;
  END $$;
  CREATE TRIGGER second_person BEFORE INSERT ON application_step
    FOR EACH ROW WHEN (NEW.state IN ('clarification_asked', 'approved', 'refused'))
    EXECUTE FUNCTION application_decided_by_another();`;
