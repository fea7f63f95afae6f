import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { inChunks } from '../../shared/in-chunks.js';
import type { TermFilter, TermStamp } from '../application/site-terms.port.js';
import { SiteTerms } from '../application/site-terms.port.js';
import type { SiteTerm } from '../domain/site-term.js';

const COLUMNS = `site_id AS "siteId", version, term_id AS "termId", series, valid_from::text AS "from", valid_to::text AS "to", value AS term`;

const ADD = `
  INSERT INTO site_term (site_id, version, term_id, series, kind, value, valid_from, valid_to, recorded_at, recorded_by, import_id)
  SELECT "siteId", version, "termId", series, term->>'kind', term, "from", "to", $2::timestamptz, $3::text, $4::uuid
  FROM jsonb_to_recordset($1::jsonb) AS given
    ("siteId" text, version integer, "termId" uuid, series text, term jsonb, "from" date, "to" date)`;

const TERMS_PER_STATEMENT = 500;

@Injectable()
export class SqlSiteTerms extends SiteTerms {
  of(tx: Tx, siteIds: readonly string[]): Promise<SiteTerm[]> {
    return tx.query<SiteTerm>(`SELECT ${COLUMNS} FROM site_term WHERE site_id = ANY ($1) ORDER BY site_id, version`, [
      siteIds,
    ]);
  }

  list(tx: Tx, { siteId, kind, after, limit }: TermFilter): Promise<SiteTerm[]> {
    return tx.query<SiteTerm>(
      `SELECT ${COLUMNS} FROM site_term WHERE site_id = $1 AND version > $2 AND ($3::text IS NULL OR kind = $3)
       ORDER BY version LIMIT $4`,
      [siteId, after, kind ?? null, limit],
    );
  }

  async add(tx: Tx, terms: readonly SiteTerm[], { at, by, importId }: TermStamp): Promise<void> {
    for (const chunk of inChunks(terms, TERMS_PER_STATEMENT))
      await tx.query(ADD, [JSON.stringify(chunk), at, by, importId]);
  }

  async sitesSaidOf(tx: Tx, day: LocalDate, { after, limit }: { after: string; limit: number }): Promise<string[]> {
    const rows = await tx.query<{ siteId: string }>(
      `SELECT DISTINCT site_id AS "siteId" FROM site_term
       WHERE kind IN ('prices', 'day_care') AND valid_from <= $1 AND site_id > $2 ORDER BY site_id LIMIT $3`,
      [day, after, limit],
    );
    return rows.map(({ siteId }) => siteId);
  }
}
