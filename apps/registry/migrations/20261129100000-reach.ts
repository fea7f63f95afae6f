import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  LISTED_PERSONS,
  LISTED_SITES,
  REACHED_AREAS,
  REACHES_ALL,
  rowsFor,
  rowsOfReachedPeople,
  TODAY,
} from './reach-policy.js';

/** Whom a caller reaches: through areas as they lie on a day, through sites, by name; and row-level security by it. */
export class Reach1795946400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(AREAS);
    await runner.query(PLACES_OF_PEOPLE);
    await runner.query(FILL);
    await runner.query(
      rowsFor(
        'person_area',
        `${REACHES_ALL} OR person_id = ANY (${LISTED_PERSONS}) OR area_code = ANY (${REACHED_AREAS})`,
      ),
    );
    await runner.query(
      rowsFor(
        'person_site',
        `${REACHES_ALL} OR person_id = ANY (${LISTED_PERSONS}) OR site_id = ANY (${LISTED_SITES})`,
      ),
    );
    await runner.query(rowsFor('person', PERSON));
    for (const table of ['person_fact', 'person_fact_retraction', 'vault.person_identity'])
      await runner.query(rowsOfReachedPeople(table));
  }

  down(): Promise<void> {
    return Promise.reject(new Error('migrations go forward only'));
  }
}

/** A site keeps its people for this long after the last order, booking or visit. */
const SITE_DAYS = 400;

const PERSON = `${REACHES_ALL}
  OR person_id = ANY (${LISTED_PERSONS})
  OR EXISTS (SELECT FROM person_area lives WHERE lives.person_id = person.person_id AND lives.area_code = ANY (${REACHED_AREAS})
    AND lives.valid_from <= ${TODAY} AND (lives.valid_to IS NULL OR lives.valid_to > ${TODAY}))
  OR EXISTS (SELECT FROM person_site comes WHERE comes.person_id = person.person_id AND comes.site_id = ANY (${LISTED_SITES})
    AND comes.last_on > ${TODAY} - ${SITE_DAYS})`;

/** Which area lies in which, from when to when; the closure follows from it and is what policies read. */
const AREAS = `
  CREATE TABLE area_placement (
    code text NOT NULL CONSTRAINT fk_area_placement_code REFERENCES area,
    parent_code text NOT NULL CONSTRAINT fk_area_placement_parent_code REFERENCES area,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT pk_area_placement PRIMARY KEY (code, valid_from),
    CONSTRAINT ck_area_placement_interval CHECK (valid_to > valid_from),
    CONSTRAINT ck_area_placement_parent_code CHECK (parent_code <> code)
  );
  CREATE INDEX idx_area_placement_parent_code ON area_placement (parent_code);

  CREATE TABLE area_closure (
    ancestor_code text NOT NULL,
    descendant_code text NOT NULL,
    valid_from date NOT NULL,
    valid_to date
  );
  CREATE INDEX idx_area_closure_ancestor_code ON area_closure (ancestor_code);
  CREATE INDEX idx_area_closure_descendant_code ON area_closure (descendant_code);

  CREATE FUNCTION area_closure_refresh() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    DELETE FROM area_closure;
    INSERT INTO area_closure (ancestor_code, descendant_code, valid_from, valid_to)
    WITH RECURSIVE up AS (
      SELECT code AS descendant_code, code AS ancestor_code, date '1850-01-01' AS valid_from, NULL::date AS valid_to, 0 AS depth FROM area
      UNION ALL
      SELECT up.descendant_code, placement.parent_code, greatest(up.valid_from, placement.valid_from),
        least(up.valid_to, placement.valid_to), up.depth + 1
      FROM up JOIN area_placement placement ON placement.code = up.ancestor_code
      WHERE up.depth < 16
        AND (placement.valid_to IS NULL OR up.valid_from < placement.valid_to)
        AND (up.valid_to IS NULL OR placement.valid_from < up.valid_to)
    )
    SELECT ancestor_code, descendant_code, valid_from, valid_to FROM up;
    RETURN NULL;
  END $$;
  CREATE TRIGGER refresh_closure AFTER INSERT ON area FOR EACH STATEMENT EXECUTE FUNCTION area_closure_refresh();
  CREATE TRIGGER refresh_closure AFTER INSERT OR UPDATE ON area_placement FOR EACH STATEMENT EXECUTE FUNCTION area_closure_refresh();`;

/** Both follow from what is recorded elsewhere; the service only reads the first and only adds to the second. */
const PLACES_OF_PEOPLE = `
  CREATE TABLE person_area (
    person_id uuid NOT NULL CONSTRAINT fk_person_area_person_id REFERENCES person,
    area_code text NOT NULL,
    kind text NOT NULL,
    valid_from date NOT NULL,
    valid_to date,
    CONSTRAINT pk_person_area PRIMARY KEY (person_id, area_code, kind, valid_from)
  );
  CREATE INDEX idx_person_area_area_code ON person_area (area_code, person_id);

  CREATE TABLE person_site (
    person_id uuid NOT NULL CONSTRAINT fk_person_site_person_id REFERENCES person,
    site_id text NOT NULL,
    last_on date NOT NULL,
    CONSTRAINT pk_person_site PRIMARY KEY (person_id, site_id)
  );
  CREATE INDEX idx_person_site_site_id ON person_site (site_id, person_id);

  -- Rows of people whom the caller does not reach (any more) change too, so for its statements the function reaches everybody.
  CREATE FUNCTION person_area_refresh(changed uuid[]) RETURNS void LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  DECLARE before text := coalesce(current_setting('doorstep.reach', true), '');
  BEGIN
    PERFORM set_config('doorstep.reach', 'all', true);
    DELETE FROM person_area WHERE person_id = ANY (changed);
    INSERT INTO person_area (person_id, area_code, kind, valid_from, valid_to)
    SELECT fact.person_id, coalesce(fact.value #>> '{place,area}', fact.value #>> '{place,town}', fact.value #>> '{place,district}'),
      fact.kind, fact.valid_from, fact.valid_to
    FROM person_fact fact
    WHERE fact.person_id = ANY (changed) AND fact.kind IN ('hukou', 'residence')
      AND NOT EXISTS (SELECT FROM person_fact newer WHERE newer.replaces_fact_id = fact.fact_id)
      AND NOT EXISTS (SELECT FROM person_fact_retraction retraction WHERE retraction.fact_id = fact.fact_id)
    ON CONFLICT DO NOTHING;
    PERFORM set_config('doorstep.reach', before, true);
  END $$;

  CREATE FUNCTION person_area_follow_facts() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM person_area_refresh(array(SELECT DISTINCT person_id FROM added WHERE kind IN ('hukou', 'residence')));
    RETURN NULL;
  END $$;
  CREATE FUNCTION person_area_follow_retractions() RETURNS trigger LANGUAGE plpgsql
  SECURITY DEFINER SET search_path = public, pg_temp AS $$
  BEGIN
    PERFORM person_area_refresh(array(SELECT DISTINCT person_id FROM added));
    RETURN NULL;
  END $$;
  CREATE TRIGGER follow_facts AFTER INSERT ON person_fact
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION person_area_follow_facts();
  CREATE TRIGGER follow_facts AFTER INSERT ON person_fact_retraction
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION person_area_follow_retractions();

  REVOKE ALL ON FUNCTION person_area_refresh FROM PUBLIC;
  DO $$ DECLARE app text := current_setting('doorstep.app_role'); BEGIN
    EXECUTE format('REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON area_closure, person_area FROM %I', app);
    EXECUTE format('REVOKE DELETE, TRUNCATE ON area_placement FROM %I', app);
  END $$;`;

const FILL = `
  INSERT INTO area_placement (code, parent_code, valid_from)
  SELECT code, parent_code, date '1850-01-01' FROM area WHERE parent_code IS NOT NULL;
  SELECT person_area_refresh(array(SELECT DISTINCT person_id FROM person_fact WHERE kind IN ('hukou', 'residence')));`;
