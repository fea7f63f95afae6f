import type pg from 'pg';

/** From now on writes of the one person's rows fail, quoting a value as PostgreSQL does; answers how to end it. */
export async function stumble(
  owner: Pick<pg.Client, 'query'>,
  table: 'allowance' | 'claim',
  personId: string,
): Promise<() => Promise<void>> {
  await owner.query(`CREATE OR REPLACE FUNCTION stumble() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'no more for %', NEW.person_id; END $$`);
  await owner.query(`CREATE TRIGGER stumble BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW
    WHEN (NEW.person_id = '${personId}') EXECUTE FUNCTION stumble()`);
  return async () => void (await owner.query(`DROP TRIGGER stumble ON ${table}`));
}
