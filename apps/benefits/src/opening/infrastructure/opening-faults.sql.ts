/** $1 is the JSON array of rows; answers the place of each row that does not fit, with a code and what is wrong. */
export const FAULTS = `WITH entry AS (SELECT (n - 1)::int AS row, r FROM jsonb_array_elements($1::jsonb) WITH ORDINALITY AS e(r, n)),
  spent AS (SELECT min(row) AS row, r->>'packId' AS pack_id, r->>'area' AS area, (r->>'year')::int AS year, sum((r->>'spentFen')::bigint) AS fen
    FROM entry WHERE r->>'kind' = 'budget' GROUP BY 2, 3, 4)
  SELECT row, 'unknown_person' AS code, 'there is no such person' AS detail FROM entry
    WHERE r ? 'personId' AND NOT EXISTS (SELECT FROM person p WHERE p.person_id = (r->>'personId')::uuid AND p.facts IS NOT NULL)
  UNION ALL SELECT row, 'unknown_site', 'there is no such site, or it serves no subsidised meals' FROM entry WHERE r->>'kind' = 'usage'
    AND NOT EXISTS (SELECT FROM site s WHERE s.site_id = r->>'siteId' AND s.meal_pack_id IS NOT NULL)
  UNION ALL SELECT row, 'meal_taken', 'that meal has a claim already' FROM entry WHERE r->>'kind' = 'usage' AND EXISTS (SELECT FROM claim c
    WHERE c.person_id = (r->>'personId')::uuid AND c.service_date = (r->>'serviceDate')::date AND c.slot = r->>'mealPeriod')
  UNION ALL SELECT row, 'allowance_exists', 'she has this lot or voucher already' FROM entry WHERE r->>'kind' = 'allowance'
    AND EXISTS (SELECT FROM allowance a WHERE a.person_id = (r->>'personId')::uuid AND a.pack_id = r->>'packId'
      AND a.kind = r->>'allowance' AND a.month = r->>'month' AND a.for_month IS NOT DISTINCT FROM r->>'forMonth')
  UNION ALL SELECT row, 'unknown_pack', 'there is no such pack' FROM entry WHERE r->>'kind' = 'allowance'
    AND NOT EXISTS (SELECT FROM policy_pack_version v WHERE v.pack_id = r->>'packId' AND v.state = 'approved')
  UNION ALL SELECT row, 'debt_exists', 'her debts were brought in before' FROM entry WHERE r->>'kind' = 'debt'
    AND EXISTS (SELECT FROM person_debt d WHERE d.person_id = (r->>'personId')::uuid)
  UNION ALL SELECT row, 'year_closed', 'the year is closed' FROM entry WHERE r->>'kind' = 'budget'
    AND EXISTS (SELECT FROM fiscal_year f WHERE f.year = (r->>'year')::int)
  UNION ALL SELECT e.row, 'unknown_budget', 'there is no such budget, or it has no such funder' FROM entry e WHERE r->>'kind' = 'budget'
    AND NOT EXISTS (SELECT FROM budget b, jsonb_array_elements(b.funders) f WHERE b.pack_id = r->>'packId' AND b.area = r->>'area'
      AND b.year = (r->>'year')::int AND b.purpose = 'claims' AND f->>'funder' = r->>'funder')
  UNION ALL SELECT s.row, 'too_much', 'more was spent than the budget has left' FROM spent s JOIN budget b USING (pack_id, area, year)
    WHERE b.purpose = 'claims' AND b.amount_fen + b.prior_fen - b.held_fen - b.spent_fen - (b.reserved_fen - b.reserve_used_fen) < s.fen
  ORDER BY 1 LIMIT 50`;
