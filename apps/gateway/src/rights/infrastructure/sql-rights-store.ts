import { PARTITIONS, TOPICS } from '@doorstep/contracts';
import type { SiteState } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Assignment, Link } from '../application/rights.port.js';
import { RightsStore } from '../application/rights.port.js';
import type { Rights } from '../domain/rights.js';

const RIGHTS = `
  SELECT s.subject,
    (SELECT COALESCE(json_agg(json_build_object('role', a.role, 'all', a.scope_all, 'siteId', a.site_id, 'areaCode', a.area_code,
        'sitesOfArea', (SELECT COALESCE(json_agg(k.site_id), '[]') FROM known_site k
                        WHERE a.area_code IS NOT NULL AND k.areas @> ARRAY[a.area_code]))), '[]')
     FROM staff_assignment a
     WHERE a.subject = s.subject AND a.from_on <= $2::date AND (a.to_on IS NULL OR $2::date < a.to_on)
       AND (a.ended_on IS NULL OR $2::date < a.ended_on)) AS staff,
    (SELECT COALESCE(json_agg(json_build_object('personId', f.person_id, 'may', f.may)), '[]')
     FROM family_link f
     WHERE f.subject = s.subject AND NOT f.ended AND f.from_on <= $2::date AND (f.to_on IS NULL OR $2::date < f.to_on)) AS family,
    (SELECT count(*) FROM rights_pulse WHERE seen_at > clock_timestamp() - $3::int * interval '1 ms') = ${PARTITIONS.staff}
      AND NOT EXISTS (SELECT FROM parked_key p WHERE p.topic = '${TOPICS.registryStaff.name}' AND p.key = s.subject) AS fresh
  FROM unnest($1::text[]) AS s (subject)`;

const GRANT = `
  INSERT INTO staff_assignment (assignment_id, subject, role, scope_all, site_id, area_code, from_on, to_on)
  SELECT * FROM json_to_recordset($1::json) AS news
    (assignment_id uuid, subject text, role text, scope_all boolean, site_id text, area_code text, from_on date, to_on date)
  ON CONFLICT (assignment_id) DO UPDATE SET subject = excluded.subject, role = excluded.role, scope_all = excluded.scope_all,
    site_id = excluded.site_id, area_code = excluded.area_code, from_on = excluded.from_on, to_on = excluded.to_on`;

const END = `
  UPDATE staff_assignment AS known SET ended_on = news.ended_on
  FROM json_to_recordset($1::json) AS news (assignment_id uuid, ended_on date) WHERE known.assignment_id = news.assignment_id`;

const LINK = `
  INSERT INTO family_link (link_id, subject, person_id, may, from_on, to_on)
  SELECT link_id, subject, person_id, ARRAY(SELECT json_array_elements_text(may)), from_on, to_on FROM json_to_recordset($1::json)
    AS news (link_id uuid, subject text, person_id uuid, may json, from_on date, to_on date)
  ON CONFLICT (link_id) DO UPDATE SET subject = excluded.subject, person_id = excluded.person_id, may = excluded.may,
    from_on = excluded.from_on, to_on = excluded.to_on`;

const KEEP_SITES = `
  INSERT INTO known_site AS known (site_id, version, areas)
  SELECT DISTINCT ON (site_id) site_id, version, ARRAY(SELECT json_array_elements_text(areas))
  FROM json_to_recordset($1::json) AS news (site_id text, version integer, areas json) ORDER BY site_id, version DESC
  ON CONFLICT (site_id) DO UPDATE SET version = excluded.version, areas = excluded.areas WHERE known.version < excluded.version`;

const PULSE = `
  INSERT INTO rights_pulse (partition, seen_at) SELECT p, clock_timestamp() FROM unnest($1::int[]) AS p
  ON CONFLICT (partition) DO UPDATE SET seen_at = excluded.seen_at`;

@Injectable()
export class SqlRightsStore extends RightsStore {
  constructor(private readonly transactions: Transactions) {
    super();
  }

  async rightsOf(subjects: readonly string[], today: string, staleMs: number): Promise<ReadonlyMap<string, Rights>> {
    const rows = await this.transactions.read((tx) =>
      tx.query<Rights & { readonly subject: string }>(RIGHTS, [subjects, today, staleMs]),
    );
    return new Map(rows.map(({ subject, staff, family, fresh }) => [subject, { staff, family, fresh }]));
  }

  async grant(tx: Tx, assignments: readonly Assignment[]): Promise<void> {
    const rows = assignments.map(({ assignmentId, subject, role, scope, from, to }) => ({
      assignment_id: assignmentId,
      subject,
      role,
      scope_all: scope.all === true,
      site_id: scope.siteId ?? null,
      area_code: scope.areaCode ?? null,
      from_on: from,
      to_on: to,
    }));
    await this.each(tx, GRANT, newest(rows, 'assignment_id'));
  }

  async end(tx: Tx, ended: readonly { readonly assignmentId: string; readonly endedOn: string }[]): Promise<void> {
    const rows = ended.map(({ assignmentId, endedOn }) => ({ assignment_id: assignmentId, ended_on: endedOn }));
    await this.each(tx, END, newest(rows, 'assignment_id'));
  }

  async link(tx: Tx, links: readonly Link[]): Promise<void> {
    const rows = links.map(({ linkId, subject, personId, may, from, to }) => ({
      link_id: linkId,
      subject,
      person_id: personId,
      may,
      from_on: from,
      to_on: to,
    }));
    await this.each(tx, LINK, newest(rows, 'link_id'));
  }

  async unlink(tx: Tx, linkIds: readonly string[]): Promise<void> {
    await tx.query('UPDATE family_link SET ended = true WHERE link_id = ANY($1::uuid[])', [linkIds]);
  }

  async keepSites(tx: Tx, sites: readonly SiteState[]): Promise<void> {
    const rows = sites.map(({ siteId, version, city, district, town }) => ({
      site_id: siteId,
      version,
      areas: [city, district, town],
    }));
    await this.each(tx, KEEP_SITES, rows);
  }

  async pulse(partitions: readonly number[]): Promise<void> {
    await this.transactions.run({ keys: [], timeoutMs: 2_000 }, (tx) => tx.query(PULSE, [partitions]));
  }

  private async each(tx: Tx, sql: string, rows: readonly object[]): Promise<void> {
    if (rows.length > 0) await tx.query(sql, [JSON.stringify(rows)]);
  }
}

/** One statement may not touch a row twice: of several events of one thing the last counts. */
function newest<K extends string, Row extends Readonly<Record<K, unknown>>>(rows: readonly Row[], key: K): Row[] {
  return [...new Map(rows.map((row) => [row[key], row])).values()];
}
