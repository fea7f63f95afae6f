import type pg from 'pg';
import type { Findings } from '../findings.js';
import type { MessagingService } from './messaging-services.js';

/**
 * What names the elders of the demonstrations, as PostgreSQL's regular expressions: their names and addresses, ID numbers, phones. None
 * stands for anything else: sites have other phones, and digits inside of ids and hashes are not meant.
 */
const ELDERS: readonly string[] = [
  '演示老人[0-9]{3}',
  '(演示|示范)路[0-9]+号',
  alone('000000[0-9]{11}[0-9X]'),
  alone('00000000[0-4][0-9]{2}'),
  alone('0000001[0-9]{4}'),
];
/** Families order and sign in by these. Only `identity`, whose accounts they are, may know them. */
const FAMILIES: readonly string[] = [alone('138000[0-9]{5}')];

function alone(pattern: string): string {
  return `(?<![0-9A-Za-z])${pattern}(?![0-9A-Za-z])`;
}

interface TextColumns {
  readonly name: string;
  /** Their text, as an expression. */
  readonly text: string;
}

// Views show what tables hold, and partitions are read with the table that they are of. Bytes that are no text are read for digits and letters.
const TABLES = `
  SELECT format('%I.%I', space.nspname, class.relname) AS name,
    'concat_ws(chr(10), ' || string_agg(
      CASE WHEN type.typname = 'bytea' THEN format('pg_temp.readable(%I)', attname) ELSE format('%I::text', attname) END, ', '
    ) || ')' AS text
  FROM pg_class class
  JOIN pg_namespace space ON space.oid = class.relnamespace
  JOIN pg_attribute ON attrelid = class.oid AND attnum > 0 AND NOT attisdropped
  JOIN pg_type type ON type.oid = atttypid
  LEFT JOIN pg_type element ON element.oid = type.typelem AND type.typcategory = 'A'
  WHERE class.relkind IN ('r', 'p') AND NOT class.relispartition
    AND space.nspname NOT IN ('pg_catalog', 'information_schema') AND space.nspname NOT LIKE 'pg_t%'
    AND (type.typcategory = 'S' OR element.typcategory = 'S'
      OR coalesce(element.typname, type.typname) IN ('json', 'jsonb', 'bytea', 'xml'))
  GROUP BY 1 ORDER BY 1`;

const READABLE = `
  CREATE OR REPLACE FUNCTION pg_temp.readable(bytes bytea) RETURNS text LANGUAGE plpgsql AS $$
  BEGIN RETURN convert_from(bytes, 'UTF8');
  EXCEPTION WHEN character_not_in_repertoire OR untranslatable_character THEN RETURN regexp_replace(encode(bytes, 'escape'), '\\\\[0-7]{3}', ' ', 'g');
  END $$`;

/** Tables of a database in which somebody of the demonstration is named, and how many of their rows do. */
export async function namingRows(
  client: pg.Client,
  service: MessagingService,
): Promise<{ table: string; rows: number }[]> {
  const patterns = service === 'identity' ? ELDERS : [...ELDERS, ...FAMILIES];
  await client.query(READABLE);
  const { rows: tables } = await client.query<TextColumns>(TABLES);
  const found: { table: string; rows: number }[] = [];
  for (const { name, text } of tables) {
    const sql = `SELECT count(*)::integer AS rows FROM ${name} WHERE ${text} ~ $1`;
    const { rows } = await client.query<{ rows: number }>(sql, [patterns.join('|')]);
    if (rows[0] && rows[0].rows > 0) found.push({ table: name, rows: rows[0].rows });
  }
  return found;
}

/** Security 37: who the people of the demonstration are stands in the vault, sealed, and nowhere else. */
export async function checkPrivacy(open: ReadonlyMap<string, pg.Client>, findings: Findings): Promise<void> {
  for (const [service, client] of open)
    findings.equal(
      `privacy ${service}: no column of any table names anybody`,
      await namingRows(client, service as MessagingService),
      [],
    );
}
