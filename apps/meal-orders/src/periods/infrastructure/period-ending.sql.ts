const ORDER_REF = `o.id, o.person_id as "personId", o.site_id as "siteId", o.service_date as "serviceDate", o.meal_period as "mealPeriod"`;

/** $1 site, $2 date, $3 period or null for the day, $4 limit. */
export const OPEN_ORDERS = `
  select ${ORDER_REF} from meal_order o
  where o.site_id = $1 and o.service_date = $2 and ($3::text is null or o.meal_period = $3)
    and o.state in ('placed', 'delivery_failed')
  limit $4`;

/** $1 order ids, $2 new state, $3 when, $4 reason, $5 who. */
export const END_ORDERS = `
  with open as (
    select id from meal_order where id = any($1::uuid[]) and state in ('placed', 'delivery_failed') order by id for update
  )
  update meal_order o set state = $2, ended_at = $3, end_reason = $4, ended_by = $5
  from open where o.id = open.id
  returning ${ORDER_REF}`;

/** $1 ending, $2 when. What was ended is counted from the orders, so that a resumed run counts right. */
export const COMPLETE_ENDING = `
  update period_ending e set completed_at = $2,
    served = (select count(*) from meal_order o where o.site_id = e.site_id and o.service_date = e.service_date
      and (e.meal_period is null or o.meal_period = e.meal_period) and o.state in ('served', 'returned')),
    ended_orders = (select count(*) from meal_order o where o.site_id = e.site_id and o.service_date = e.service_date
      and (e.meal_period is null or o.meal_period = e.meal_period)
      and o.ended_at >= e.ended_at
      and o.state = case e.kind when 'closure' then 'cancelled' else 'no_show' end)
  where e.id = $1 and e.completed_at is null
  returning e.id`;
