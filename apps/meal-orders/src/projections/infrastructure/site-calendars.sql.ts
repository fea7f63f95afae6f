/** $1 terms as JSON. */
export const PUT_TERMS = `
  insert into site_calendar_term as known (site_id, series, from_on, to_on, version, term)
  select t."siteId", t.series, t."from", t."to", t.version, t.term
  from jsonb_to_recordset($1::jsonb) as t("siteId" text, series text, "from" date, "to" date, version integer, term jsonb)
  on conflict (site_id, series, from_on) do update set to_on = excluded.to_on, version = excluded.version, term = excluded.term
  where known.version < excluded.version`;

/** $1 sites with the version of their newest term, as JSON. */
export const NOTE_CHANGES = `
  insert into site_calendar_change as known (site_id, version, meta)
  select c."siteId", c.version, c.meta from jsonb_to_recordset($1::jsonb) as c("siteId" text, version integer, meta jsonb)
  on conflict (site_id) do update set version = excluded.version, meta = excluded.meta
  where known.version < excluded.version`;

/** The terms of sites that say something about days from a day on, as JSON. A closure that is over says nothing any more. */
export const calendarTerms = (sites: string, from: string): string => `
  (select coalesce(jsonb_agg(jsonb_build_object('siteId', c.site_id, 'series', c.series, 'version', c.version,
      'from', c.from_on, 'to', c.to_on, 'term', c.term)), '[]')
    from site_calendar_term c
    where c.site_id = any(${sites}::text[]) and (c.term ->> 'kind' <> 'closure' or c.to_on > ${from}::date))`;
