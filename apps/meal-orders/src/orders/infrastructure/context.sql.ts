import { calendarTerms } from '../../projections/infrastructure/site-calendars.sql.js';

/**
 * One round trip for all that a batch of orders rests on. $1 site ids; $2 $3 $4 site, date and period of each menu; $5 dishes; $6
 * persons; $7 first and $8 last service date whose claims matter; $9 order ids; $10 first service date.
 */
export const PLACEMENT_CONTEXT = `
  with recursive files as (
    select asked, asked as id from unnest($6::uuid[]) as asked
    union select f.asked, k.other_id from files f join person_kin k on k.person_id = f.id and k.undone_at is null),
  menus as (select * from unnest($2::text[], $3::date[], $4::text[]) as k(site_id, service_date, meal_period))
  select
    (select coalesce(jsonb_agg(s.state), '[]') from site_projection s where s.site_id = any($1::text[])) as sites,
    ${calendarTerms('$1', '$10')} as terms,
    (select coalesce(jsonb_agg(jsonb_build_object(
        'siteId', m.site_id, 'serviceDate', m.service_date, 'mealPeriod', m.meal_period, 'dishes', (
          select coalesce(jsonb_agg(jsonb_build_object('dishId', d.dish_id, 'name', d.name, 'priceFen', d.price_fen,
            'standardSet', d.standard_set, 'soldOut', d.sold_out, 'removed', d.removed,
            'quantityLimit', d.quantity_limit, 'taken', d.taken)), '[]')
          from menu_dish d
          where d.site_id = m.site_id and d.service_date = m.service_date and d.meal_period = m.meal_period
            and d.dish_id = any($5::uuid[])))), '[]')
      from menus k join menu m using (site_id, service_date, meal_period) where m.published_at is not null) as menus,
    (select coalesce(jsonb_agg(jsonb_build_object('siteId', e.site_id, 'serviceDate', e.service_date,
        'mealPeriod', e.meal_period, 'kind', e.kind, 'reason', e.reason)), '[]')
      from (select distinct site_id, service_date from menus) k join period_ending e using (site_id, service_date)) as endings,
    (select coalesce(jsonb_object_agg(p.person_id, p.facts), '{}')
      from person_projection p where p.person_id = any(array(select id from files))) as persons,
    (select coalesce(jsonb_agg(jsonb_build_object('personId', f.asked, 'fileId', f.id, 'absorbed', exists (
        select from person_kin k where k.person_id = f.id and k.absorbed and k.undone_at is null))), '[]')
      from files f where f.asked in (select asked from files where id <> asked)) as files,
    (select coalesce(jsonb_object_agg(e.person_id,
        jsonb_build_object('claims', e.claims, 'lots', e.lots, 'vouchers', e.vouchers)), '{}')
      from entitlement_projection e where e.person_id = any($6::uuid[])) as entitlements,
    (select coalesce(jsonb_agg(jsonb_build_object('personId', o.person_id, 'claimId', o.claim_id,
        'serviceDate', o.service_date, 'mealPeriod', o.meal_period, 'siteId', o.site_id, 'subsidyFen', o.subsidy_fen,
        'live', o.state in ('placed', 'delivery_failed', 'served')
          and (o.claim_state is null or o.claim_state in ('held', 'settled')))), '[]')
      from meal_order o
      where o.person_id = any(array(select id from files)) and o.service_date between $7::date and $8::date) as own,
    (select coalesce(jsonb_agg(o.id), '[]') from meal_order o where o.id = any($9::uuid[])) as taken_ids`;

/** $1 $2 $3 $4 site, date, period and dish of limited dishes; answers what is taken as of the lock. */
export const LOCK_DISHES = `
  select d.site_id, d.service_date, d.meal_period, d.dish_id, d.quantity_limit, d.taken
  from menu_dish d
  join unnest($1::text[], $2::date[], $3::text[], $4::uuid[]) as k(site_id, service_date, meal_period, dish_id)
    using (site_id, service_date, meal_period, dish_id)
  order by d.site_id, d.service_date, d.meal_period, d.dish_id
  for update of d`;
