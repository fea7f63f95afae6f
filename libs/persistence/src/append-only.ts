/**
 * SQL that makes a table append-only, for use in a migration: a trigger refuses UPDATE, DELETE and TRUNCATE to everybody, and
 * the app role loses the rights as well.
 */
export function appendOnly(table: string): string {
  if (!/^[a-z][a-z0-9_]{0,62}$/.test(table)) throw new Error(`not a table name: ${table}`);
  return `
    CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ${table}
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    DO $$ BEGIN
      EXECUTE format('REVOKE UPDATE, DELETE, TRUNCATE ON ${table} FROM %I', current_setting('doorstep.app_role'));
    END $$;`;
}
