/**
 * $1 rows of meal_order, $2 rows of tender. Stock is taken in the same statement, in one update per dish, whatever number of orders
 * the batch holds; the rows of limited dishes are already locked.
 */
export const PLACE_ORDERS = `
  with placed as (
    insert into meal_order select r.* from jsonb_populate_recordset(null::meal_order, $1::jsonb) r returning *
  ), paid as (
    insert into tender select r.* from jsonb_populate_recordset(null::tender, $2::jsonb) r
  ), wanted as (
    select p.site_id, p.service_date, p.meal_period, (l ->> 'dishId')::uuid as dish_id, sum((l ->> 'quantity')::integer) as quantity
    from placed p cross join lateral jsonb_array_elements(p.lines) l
    group by 1, 2, 3, 4
  )
  update menu_dish d set taken = d.taken + w.quantity
  from wanted w
  where (d.site_id, d.service_date, d.meal_period, d.dish_id) = (w.site_id, w.service_date, w.meal_period, w.dish_id)
    and d.quantity_limit is not null`;

/** $1 rows of meal_order with the columns that the life of an order changes. */
export const UPDATE_ORDERS = `
  update meal_order o set
    state = r.state, price_final = r.price_final, claim_id = r.claim_id, claim_state = r.claim_state,
    paid_fen = r.paid_fen, refunded_fen = r.refunded_fen,
    served_at = r.served_at, ended_at = r.ended_at, end_reason = r.end_reason, ended_by = r.ended_by, ended_via = r.ended_via, flags = r.flags,
    discount_fen = r.discount_fen, subsidy_fen = r.subsidy_fen, delivery_subsidy_fen = r.delivery_subsidy_fen,
    self_pay_fen = r.self_pay_fen, difference_fen = r.difference_fen, shares = r.shares,
    decision_status = r.decision_status, decision_outcome = r.decision_outcome, decision_reason = r.decision_reason,
    pack_id = r.pack_id, rule_version = r.rule_version, steps = r.steps
  from jsonb_populate_recordset(null::meal_order, $1::jsonb) r
  where o.id = r.id`;

/** $1 instant. While decisions come in, the range between the last decided order and $1 is empty. */
export const AWAITS_DECISION = `
  select exists (
    select from meal_order o
    where o.decision_status = 'provisional' and o.placed_at < $1 and o.placed_at > coalesce((
      select d.placed_at from meal_order d where d.decision_status = 'decided' and d.person_id is not null
      order by d.placed_at desc, d.id desc limit 1), '-infinity')
  ) as overdue`;

/** $1 ids of cancelled orders. Dishes are locked in one order, as placing does. */
export const RESTOCK = `
  with cancelled as (
    select o.site_id, o.service_date, o.meal_period, (l ->> 'dishId')::uuid as dish_id, sum((l ->> 'quantity')::integer) as quantity
    from meal_order o cross join lateral jsonb_array_elements(o.lines) l
    where o.id = any($1::uuid[])
    group by 1, 2, 3, 4
  ), back as (
    select d.site_id, d.service_date, d.meal_period, d.dish_id, c.quantity
    from menu_dish d join cancelled c using (site_id, service_date, meal_period, dish_id)
    where d.quantity_limit is not null
    order by d.site_id, d.service_date, d.meal_period, d.dish_id for update of d
  )
  update menu_dish d set taken = greatest(0, d.taken - b.quantity)
  from back b
  where (d.site_id, d.service_date, d.meal_period, d.dish_id) = (b.site_id, b.service_date, b.meal_period, b.dish_id)`;
