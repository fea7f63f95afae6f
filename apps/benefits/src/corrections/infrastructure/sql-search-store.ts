import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { BOOKS_LOCK } from '../../platform/books-lock.js';
import type { SearchStep } from '../application/search-store.port.js';
import { SearchStore } from '../application/search-store.port.js';

const UNBEGUN = `SELECT search_id::text FROM correction_search WHERE after_person_id IS NULL ORDER BY search_id LIMIT 1`;
const NEXT = `SELECT search_id::text, kind FROM correction_search WHERE after_person_id IS NOT NULL OR search_id = $1
  ORDER BY search_id LIMIT 1 FOR UPDATE SKIP LOCKED`;
const LAST_OF_SLICE = `SELECT max(person_id::text) AS last, count(*)::int AS people FROM (
  SELECT p.person_id FROM person p, correction_search s
  WHERE s.search_id = $1 AND (s.after_person_id IS NULL OR p.person_id > s.after_person_id) ORDER BY p.person_id LIMIT $2) slice`;
const OF_SLICE = `s.search_id = $1 AND (s.after_person_id IS NULL OR p.person_id > s.after_person_id) AND p.person_id <= $2::uuid`;
const TASKS = 'INSERT INTO correction_task (person_id, from_date, to_date, why, cause)';
const QUEUE = {
  pack: `${TASKS} SELECT p.person_id, s.from_date, s.until_date - 1, s.why, s.cause FROM person p, correction_search s
    WHERE ${OF_SLICE} AND EXISTS (SELECT FROM claim c WHERE c.person_id = p.person_id AND c.service_date >= s.from_date
      AND (s.until_date IS NULL OR c.service_date < s.until_date) AND c.pack_id = s.pack_id) ORDER BY p.person_id`,
  wanting: `${TASKS} SELECT c.person_id, min(c.service_date), max(c.service_date), s.why, s.cause
    FROM correction_search s CROSS JOIN claim c JOIN person p ON p.person_id = c.person_id
    WHERE ${OF_SLICE} AND c.state = 'denied' AND c.reason = ANY(s.reasons)
      AND c.reason IN ('SITE_MISSING', 'SITE_NOT_COVERED', 'NO_RULE_VERSION', 'CALENDAR_MISSING', 'FACTS_MISSING')
      AND (s.site_ids IS NULL OR c.site_id = ANY(s.site_ids)) AND (s.year IS NULL OR extract(year FROM c.service_date) = s.year)
      AND (s.pack_id IS NULL OR EXISTS (SELECT FROM site WHERE site.site_id = c.site_id
        AND s.pack_id IN (site.meal_pack_id, site.day_care_pack_id)))
    GROUP BY c.person_id, s.search_id ORDER BY c.person_id`,
};

@Injectable()
export class SqlSearchStore extends SearchStore {
  async unbegun(tx: Tx): Promise<string | undefined> {
    const [row] = await tx.query<{ search_id: string }>(UNBEGUN);
    return row?.search_id;
  }

  async waitForBatches(tx: Tx): Promise<void> {
    await tx.query(BOOKS_LOCK.alone);
  }

  async step(tx: Tx, people: number, begins: string | undefined): Promise<SearchStep | undefined> {
    const [search] = await tx.query<{ search_id: string; kind: keyof typeof QUEUE }>(NEXT, [begins ?? null]);
    if (!search) return undefined;
    const searchId = search.search_id;
    const [slice] = await tx.query<{ last: string | null; people: number }>(LAST_OF_SLICE, [searchId, people]);
    const last = slice?.last ?? null;
    if (last !== null) await tx.query(QUEUE[search.kind], [searchId, last]);
    const ended = (slice?.people ?? 0) < people;
    if (ended) await tx.query('DELETE FROM correction_search WHERE search_id = $1', [searchId]);
    else await tx.query('UPDATE correction_search SET after_person_id = $2 WHERE search_id = $1', [searchId, last]);
    return { searchId, ended };
  }
}
