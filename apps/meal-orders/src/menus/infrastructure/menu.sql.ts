// $1 site, $2 date, $3 period in every statement.

export const READ_MENU = `
  select m.version, m.published_at, exists (
      select from period_ending e where e.site_id = m.site_id and e.service_date = m.service_date
        and (e.meal_period is null or e.meal_period = m.meal_period)) as closed,
    (select coalesce(jsonb_agg(jsonb_build_object('id', d.dish_id, 'name', d.name, 'priceFen', d.price_fen,
        'quantityLimit', d.quantity_limit, 'dietTags', d.diet_tags, 'standardSet', d.standard_set,
        'soldOut', d.sold_out, 'taken', d.taken) order by d.position), '[]')
      from menu_dish d
      where d.site_id = m.site_id and d.service_date = m.service_date and d.meal_period = m.meal_period and not d.removed
    ) as dishes
  from menu m where m.site_id = $1 and m.service_date = $2 and m.meal_period = $3`;

/** $4 version, $5 published at, $6 who. */
export const PUT_MENU = `
  insert into menu (site_id, service_date, meal_period, version, published_at, changed_by)
  values ($1, $2, $3, $4, $5, $6)
  on conflict (site_id, service_date, meal_period) do update set version = excluded.version,
    published_at = excluded.published_at, changed_by = excluded.changed_by`;

/** $4 dishes as JSON. Those that are not in it any more stay for the orders that name them. */
export const PUT_DISHES = `
  with wanted as (
    select d.* from rows from (jsonb_to_recordset($4::jsonb) as (id uuid, name text, "priceFen" bigint,
      "quantityLimit" integer, "dietTags" text[], "standardSet" boolean)) with ordinality
      as d(id, name, "priceFen", "quantityLimit", "dietTags", "standardSet", n)
  ), removed as (
    update menu_dish set removed = true
    where site_id = $1 and service_date = $2 and meal_period = $3 and dish_id not in (select id from wanted)
  )
  insert into menu_dish (site_id, service_date, meal_period, dish_id, position, name, price_fen, quantity_limit, diet_tags, standard_set)
  select $1, $2, $3, id, n, name, "priceFen", "quantityLimit", "dietTags", "standardSet" from wanted
  on conflict (site_id, service_date, meal_period, dish_id) do update set position = excluded.position, name = excluded.name,
    price_fen = excluded.price_fen, quantity_limit = excluded.quantity_limit, diet_tags = excluded.diet_tags,
    standard_set = excluded.standard_set, removed = false`;

/** A dish may have been without limit, and so without a count, until now. Nobody orders while the menu is locked. */
export const COUNT_TAKEN = `
  update menu_dish d set taken = coalesce((
    select sum((l ->> 'quantity')::integer) from meal_order o cross join lateral jsonb_array_elements(o.lines) l
    where o.site_id = $1 and o.service_date = $2 and o.meal_period = $3 and o.state <> 'cancelled'
      and (l ->> 'dishId')::uuid = d.dish_id), 0)
  where d.site_id = $1 and d.service_date = $2 and d.meal_period = $3 and d.quantity_limit is not null`;

/** $4 dish, $5 sold out. What is read differently from now on has another version, and so another ETag. */
export const SET_SOLD_OUT = `
  with dish as (
    update menu_dish set sold_out = $5 where site_id = $1 and service_date = $2 and meal_period = $3 and dish_id = $4
  )
  update menu set version = version + 1 where site_id = $1 and service_date = $2 and meal_period = $3`;
