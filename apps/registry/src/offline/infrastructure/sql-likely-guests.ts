import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Gathering, LikelyGuest } from '../application/likely-guests.port.js';
import { LikelyGuests } from '../application/likely-guests.port.js';

const DIED = `SELECT FROM person_fact died WHERE died.person_id = person.person_id AND died.kind = 'death'
  AND NOT EXISTS (SELECT FROM person_fact newer WHERE newer.replaces_fact_id = died.fact_id)
  AND NOT EXISTS (SELECT FROM person_fact_retraction retracted WHERE retracted.fact_id = died.fact_id)`;
const LIKELY = `
  WITH ordered AS (
    SELECT person_id, jsonb_agg(jsonb_build_object('orderId', order_id, 'mealPeriod', meal_period) ORDER BY order_id) AS orders
    FROM person_order WHERE site_id = $1 AND service_on = $2 GROUP BY person_id
  ), regular AS (
    SELECT person_id, last_on FROM person_site WHERE site_id = $1 AND last_on >= $3
  )
  SELECT person_id AS "personId", coalesce(orders, '[]') AS orders, count(*) OVER ()::integer AS likely,
    ARRAY(SELECT card.token_hash FROM card WHERE card.person_id = person.person_id AND card.blocked_at IS NULL ORDER BY 1) AS cards
  FROM ordered FULL JOIN regular USING (person_id) JOIN person USING (person_id)
  WHERE person.erased_at IS NULL AND NOT EXISTS (${DIED})
  ORDER BY orders IS NULL, last_on DESC NULLS LAST, person_id LIMIT $4`;

type Row = LikelyGuest & { readonly likely: number };

@Injectable()
export class SqlLikelyGuests extends LikelyGuests {
  async of(tx: Tx, { siteId, today, since, limit }: Gathering): Promise<{ guests: LikelyGuest[]; leftOut: number }> {
    const rows = await tx.query<Row>(LIKELY, [siteId, today, since, limit]);
    return { guests: rows, leftOut: (rows[0]?.likely ?? 0) - rows.length };
  }
}
