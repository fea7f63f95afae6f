/** Areas as they are on the day $1, also those that are over, with every other parent they ever had. */
export const ON_DAY = `
  SELECT area.code, area.kind, present.name, lies.parent_code AS parent, coalesce(area.ended_on <= $1, false) AS ended,
    ARRAY(SELECT other.parent_code FROM area_placement other WHERE other.code = area.code
      AND other.parent_code IS DISTINCT FROM lies.parent_code) AS "otherParents"
  FROM area
  JOIN area_name present ON present.code = area.code AND present.valid_from <= $1 AND (present.valid_to IS NULL OR present.valid_to > $1)
  LEFT JOIN area_placement lies ON lies.code = area.code AND lies.valid_from <= $1 AND (lies.valid_to IS NULL OR lies.valid_to > $1)`;

export const LIST = `SELECT code, kind, name, parent FROM (${ON_DAY}) present
  WHERE NOT ended AND code > $2 AND ($3::text IS NULL OR kind = $3) AND ($4::text IS NULL OR parent = $4) ORDER BY code LIMIT $5`;

/** A list says what is called how today: a new area was always there, a new name holds from today on. */
export const PUT = `
  WITH given AS (SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) AS given (code, kind, name)),
  written AS (
    INSERT INTO area (code, kind, recorded_at, recorded_by, import_id)
    SELECT code, kind, $5::timestamptz, $6::text, $7::uuid FROM given
    ON CONFLICT (code) DO UPDATE SET version = area.version + 1, recorded_at = EXCLUDED.recorded_at,
      recorded_by = EXCLUDED.recorded_by, import_id = EXCLUDED.import_id),
  present AS (
    SELECT given.code, given.name, old.valid_from, old.valid_to FROM given JOIN area_name old ON old.code = given.code
      AND old.valid_from <= $4::date AND (old.valid_to IS NULL OR old.valid_to > $4::date) AND old.name <> given.name),
  corrected AS (
    UPDATE area_name old SET name = present.name FROM present
    WHERE old.code = present.code AND old.valid_from = present.valid_from AND present.valid_from = $4::date),
  closed AS (
    UPDATE area_name old SET valid_to = $4::date FROM present
    WHERE old.code = present.code AND old.valid_from = present.valid_from AND present.valid_from < $4::date)
  INSERT INTO area_name (code, name, valid_from, valid_to)
  SELECT code, name, $4::date, valid_to FROM present WHERE valid_from < $4::date
  UNION ALL
  SELECT code, name, date '1850-01-01', NULL FROM given
  WHERE NOT EXISTS (SELECT FROM area_name known WHERE known.code = given.code)`;

/** A new area lies where it is said to lie, from always on; one that is known stays where it is. */
export const PLACE = `
  INSERT INTO area_placement (code, parent_code, valid_from)
  SELECT code, parent_code, date '1850-01-01' FROM unnest($1::text[], $2::text[]) AS given (code, parent_code)
  WHERE parent_code IS NOT NULL AND NOT EXISTS (SELECT FROM area_placement known WHERE known.code = given.code)`;

export const HISTORIES = `
  SELECT area.code, area.version, area.kind, area.ended_on AS "endedOn", area.merged_into AS "mergedInto",
    (SELECT json_agg(json_build_object('name', name, 'from', valid_from, 'to', valid_to) ORDER BY valid_from)
     FROM area_name WHERE area_name.code = area.code) AS names,
    (SELECT coalesce(json_agg(json_build_object('parent', parent_code, 'from', valid_from, 'to', valid_to) ORDER BY valid_from), '[]')
     FROM area_placement WHERE area_placement.code = area.code) AS parents
  FROM area WHERE $1::text[] IS NULL OR area.code = ANY ($1)`;

const GIVEN = `SELECT * FROM jsonb_to_recordset($1::jsonb) AS given
  (code text, version integer, kind text, names jsonb, parents jsonb, "endedOn" date, "mergedInto" text)`;

export const SAVE = `
  INSERT INTO area (code, version, kind, ended_on, merged_into, recorded_at, recorded_by)
  SELECT code, version, kind, "endedOn", "mergedInto", $2::timestamptz, $3::text FROM (${GIVEN}) given
  ON CONFLICT (code) DO UPDATE SET version = EXCLUDED.version, ended_on = EXCLUDED.ended_on, merged_into = EXCLUDED.merged_into,
    recorded_at = EXCLUDED.recorded_at, recorded_by = EXCLUDED.recorded_by, import_id = NULL`;

export const SAVE_NAMES = `
  INSERT INTO area_name (code, name, valid_from, valid_to)
  SELECT given.code, each.name, each.from, each.to FROM (${GIVEN}) given,
    jsonb_to_recordset(given.names) AS each (name text, "from" date, "to" date)
  ON CONFLICT (code, valid_from) DO UPDATE SET valid_to = EXCLUDED.valid_to`;

export const SAVE_PARENTS = `
  INSERT INTO area_placement (code, parent_code, valid_from, valid_to)
  SELECT given.code, each.parent, each.from, each.to FROM (${GIVEN}) given,
    jsonb_to_recordset(given.parents) AS each (parent text, "from" date, "to" date)
  ON CONFLICT (code, valid_from) DO UPDATE SET valid_to = EXCLUDED.valid_to`;

export const PLACES = `
  SELECT kind, area_code AS "areaCode" FROM person_area
  WHERE person_id = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to > $2) ORDER BY kind, area_code`;
