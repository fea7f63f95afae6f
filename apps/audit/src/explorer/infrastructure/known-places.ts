import type { Tx } from '@doorstep/persistence';
import type { EventFilter } from '../application/event-filter.js';

/**
 * What a filter names by words, as the numbers and codes that facts hold. Looked up first, so that the plan of a question is made for
 * just these: of what is rare, an index is worth more than a walk through time.
 */
export interface KnownPlaces {
  /** Streams of the topic, type and source that are asked for; undefined when none is. */
  readonly streams: readonly number[] | undefined;
  /** Streams without the type or source that must be missing. */
  readonly streamsWithout: readonly number[] | undefined;
  /** Sites of the area that is asked for, of which there may be events of its own. */
  readonly areaSites: readonly string[];
  /** Sites of the area that sites must lie in. */
  readonly siteAreaSites: readonly string[];
  /** Sites of which nobody knows the city, district or town that must be missing. */
  readonly sitesWithout: readonly string[];
}

type Without = NonNullable<EventFilter['without']>;
type Area = Without & ('city' | 'district' | 'town');

const SITES_IN = `SELECT site_id AS id FROM journal_site WHERE $1 IN (province, city, district, town)`;

/** Each site that facts name, from one to the next: as many steps as there are sites, however many facts. */
const sitesWithout = (area: Area): string => `
  WITH RECURSIVE seen AS (
    (SELECT site_id FROM journal_fact WHERE site_id IS NOT NULL ORDER BY site_id LIMIT 1)
    UNION ALL
    SELECT (SELECT f.site_id FROM journal_fact AS f WHERE f.site_id > seen.site_id ORDER BY f.site_id LIMIT 1)
    FROM seen WHERE seen.site_id IS NOT NULL
  ) SELECT site_id AS id FROM seen
  WHERE site_id IS NOT NULL AND NOT EXISTS (SELECT FROM journal_site AS s WHERE s.site_id = seen.site_id AND s.${area} IS NOT NULL)`;

export async function knownPlaces(tx: Tx, filter: EventFilter): Promise<KnownPlaces> {
  const { area, siteArea, without } = filter;
  return {
    streams: await streamsOf(tx, filter),
    streamsWithout:
      without === 'type' || without === 'source' ? await streams(tx, `${without} IS NULL`, []) : undefined,
    areaSites: area === undefined ? [] : await sites(tx, SITES_IN, [area]),
    siteAreaSites: siteArea === undefined ? [] : await sites(tx, SITES_IN, [siteArea]),
    sitesWithout: isArea(without) ? await sites(tx, sitesWithout(without), []) : [],
  };
}

function isArea(without: Without | undefined): without is Area {
  return without === 'city' || without === 'district' || without === 'town';
}

async function streamsOf(tx: Tx, { topic, type, source }: EventFilter): Promise<number[] | undefined> {
  const given = Object.entries({ topic, type, source }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return undefined;
  const where = given.map(([column], n) => `${column} = $${n + 1}`).join(' AND ');
  return streams(
    tx,
    where,
    given.map(([, value]) => value),
  );
}

async function streams(tx: Tx, where: string, values: readonly unknown[]): Promise<number[]> {
  const text = `SELECT stream_id AS id FROM journal_stream WHERE ${where} ORDER BY 1`;
  return (await tx.query<{ id: number }>(text, values)).map(({ id }) => id);
}

async function sites(tx: Tx, text: string, values: readonly unknown[]): Promise<string[]> {
  return (await tx.query<{ id: string }>(text, values)).map(({ id }) => id);
}
