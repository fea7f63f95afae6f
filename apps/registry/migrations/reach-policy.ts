/**
 * Row-level security of tables about people (ADR 0029). Who asks stands in settings of the transaction: `doorstep.reach` is `all`
 * for callers with the whole city and for the service's own work, else `listed`; `doorstep.persons`, `doorstep.areas` and
 * `doorstep.sites` are lists with commas, `doorstep.subject` is `<kind>:<subject>`, `doorstep.today` the business date. Without them
 * nothing is visible. Every setting is read in a sub-select of its own: once per statement, not once per row.
 */
export const REACHES_ALL = `(SELECT current_setting('doorstep.reach', true)) = 'all'`;
export const LISTED_PERSONS = `(SELECT string_to_array(nullif(current_setting('doorstep.persons', true), ''), ',')::uuid[])::uuid[]`;
export const LISTED_SITES = `(SELECT string_to_array(nullif(current_setting('doorstep.sites', true), ''), ','))::text[]`;
export const TODAY = `(SELECT nullif(current_setting('doorstep.today', true), '')::date)`;
/** The areas of the caller and everything inside them, as they lie today. */
export const REACHED_AREAS = `(SELECT array_agg(inside.descendant_code) FROM area_closure inside
  WHERE inside.ancestor_code = ANY (string_to_array(current_setting('doorstep.areas', true), ','))
    AND inside.valid_from <= ${TODAY} AND (inside.valid_to IS NULL OR inside.valid_to > ${TODAY}))::text[]`;

const NAME = /^([a-z][a-z0-9_]*\.)?[a-z][a-z0-9_]{0,62}$/;

/** Rows of `table` are there for those who satisfy `condition` alone, the table's owner included. */
export function rowsFor(table: string, condition: string): string {
  if (!NAME.test(table)) throw new Error(`not a table name: ${table}`);
  return `
    ALTER TABLE ${table} ENABLE ROW LEVEL SECURITY;
    ALTER TABLE ${table} FORCE ROW LEVEL SECURITY;
    CREATE POLICY reach ON ${table} USING (${condition});`;
}

/** Rows about a person are there for those who reach this person. Needs an index that begins with the column. */
export function rowsOfReachedPeople(table: string, column = 'person_id'): string {
  return rowsFor(
    table,
    `${REACHES_ALL} OR EXISTS (SELECT FROM person reached WHERE reached.person_id = ${table}.${column})`,
  );
}
