import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Every kind of record about people goes when its time is over. What the service itself cannot delete, this function can, and only what
 * has ended: nothing that is open, in force or waited for.
 */
export class RetentionOfAll1795984200000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(FORGETTABLE);
    await runner.query(DROP);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

const FORGETTABLE = ['consent', 'consent_withdrawal', 'application_step', 'import_refusal']
  .map(
    (table) => `
  DROP TRIGGER append_only ON ${table};
  CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_but_forgetting();`,
  )
  .join('');

const DROP = `
  ALTER TABLE retention_run ADD COLUMN dropped jsonb NOT NULL DEFAULT '{}';

  CREATE FUNCTION retention_drop(what text, before timestamptz, most integer) RETURNS integer LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE ids uuid[]; gone integer;
  BEGIN
    PERFORM set_config('doorstep.forgetting', 'on', true);
    CASE what
      WHEN 'notices' THEN
        ids := ARRAY(SELECT notification_id FROM notification notice WHERE created_at < before
          AND NOT EXISTS (SELECT FROM hotline_call call WHERE call.notification_id = notice.notification_id AND call.state = 'open')
          AND NOT EXISTS (SELECT FROM notification_delivery sent WHERE sent.notification_id = notice.notification_id AND sent.state = 'waiting')
          ORDER BY notification_id LIMIT most);
        DELETE FROM recorded_message WHERE reference IN (SELECT delivery_id FROM notification_delivery WHERE notification_id = ANY (ids));
        DELETE FROM notification_delivery WHERE notification_id = ANY (ids);
        DELETE FROM hotline_call WHERE notification_id = ANY (ids);
        DELETE FROM notification_reader WHERE notification_id = ANY (ids);
        DELETE FROM notification WHERE notification_id = ANY (ids);
      WHEN 'applications' THEN
        ids := ARRAY(SELECT application_id FROM enrolment_application
          WHERE state IN ('refused', 'withdrawn', 'expired') AND changed_at < before ORDER BY application_id LIMIT most);
        DELETE FROM application_step WHERE application_id = ANY (ids);
        DELETE FROM enrolment_application WHERE application_id = ANY (ids);
      WHEN 'invitations' THEN
        ids := ARRAY(SELECT invitation_id FROM family_invitation invitation
          WHERE redeemed_at IS NULL AND coalesce(revoked_at, expires_at) < before
            AND NOT EXISTS (SELECT FROM family_link link WHERE link.invitation_id = invitation.invitation_id)
          ORDER BY invitation_id LIMIT most);
        DELETE FROM family_invitation WHERE invitation_id = ANY (ids);
        DELETE FROM failed_code WHERE tried_at < before;
      WHEN 'families' THEN
        ids := ARRAY(SELECT invitation_id FROM family_link WHERE ended_at < before ORDER BY link_id LIMIT most);
        DELETE FROM family_link WHERE invitation_id = ANY (ids);
        DELETE FROM family_invitation WHERE invitation_id = ANY (ids);
      WHEN 'consents' THEN
        ids := ARRAY(SELECT withdrawal.consent_id FROM consent_withdrawal withdrawal WHERE withdrawal.recorded_at < before
            AND NOT EXISTS (SELECT FROM family_link link WHERE link.consent_id = withdrawal.consent_id)
            AND NOT EXISTS (SELECT FROM family_invitation invitation WHERE invitation.consent_id = withdrawal.consent_id)
          ORDER BY withdrawal.consent_id LIMIT most);
        DELETE FROM consent_withdrawal WHERE consent_id = ANY (ids);
        DELETE FROM consent WHERE consent_id = ANY (ids);
      WHEN 'pickups' THEN
        ids := ARRAY(SELECT pickup_id FROM vault.pickup_person
          WHERE least(ended_at, valid_to::timestamptz) < before ORDER BY pickup_id LIMIT most);
        DELETE FROM vault.pickup_person WHERE pickup_id = ANY (ids);
      WHEN 'cards' THEN
        ids := ARRAY(SELECT card_id FROM card WHERE blocked_at < before ORDER BY card_id LIMIT most);
        DELETE FROM card WHERE card_id = ANY (ids);
      WHEN 'registrations' THEN
        ids := ARRAY(SELECT registration_id FROM quick_registration WHERE done_at < before ORDER BY registration_id LIMIT most);
        DELETE FROM quick_registration WHERE registration_id = ANY (ids);
      WHEN 'importRows' THEN
        WITH old AS (SELECT item.ctid FROM list_import_item item JOIN list_import list USING (import_id)
          WHERE list.state <> 'prepared' AND coalesce(list.closed_at, list.prepared_at) < before LIMIT most)
        DELETE FROM list_import_item WHERE ctid IN (SELECT ctid FROM old);
        GET DIAGNOSTICS gone = ROW_COUNT;
        DELETE FROM import_refusal WHERE import_id IN (SELECT import_id FROM import_file WHERE recorded_at < before);
      ELSE
        RAISE EXCEPTION 'nothing is kept under %', what USING ERRCODE = 'restrict_violation';
    END CASE;
    PERFORM set_config('doorstep.forgetting', '', true);
    RETURN coalesce(gone, cardinality(ids), 0);
  END $$;
  REVOKE ALL ON FUNCTION retention_drop FROM PUBLIC;
  DO $$ BEGIN
    EXECUTE format('GRANT EXECUTE ON FUNCTION retention_drop TO %I', current_setting('doorstep.app_role'));
  END $$;`;
