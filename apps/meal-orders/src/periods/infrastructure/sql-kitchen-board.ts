import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Period } from '../../projections/domain/site-terms.js';
import type { KitchenCount } from '../application/kitchen-counts.port.js';
import { KitchenBoard } from '../application/kitchen-counts.port.js';

/** $1 site, $2 date, $3 period. */
const COUNTS = `
  with portions as (
    select (l ->> 'dishId')::uuid as dish_id, l ->> 'name' as name, o.channel, o.state, (l ->> 'quantity')::integer as quantity
    from meal_order o cross join lateral jsonb_array_elements(o.lines) l
    where o.site_id = $1 and o.service_date = $2 and o.meal_period = $3 and o.state <> 'cancelled'
  ), dishes as (
    select dish_id, name, position, sold_out from menu_dish
    where site_id = $1 and service_date = $2 and meal_period = $3
  )
  select dish_id as "dishId", coalesce(d.name, min(p.name)) as name, p.channel, coalesce(d.sold_out, false) as "soldOut",
    coalesce(sum(p.quantity), 0)::integer as ordered,
    coalesce(sum(p.quantity) filter (where p.state in ('served', 'returned')), 0)::integer as served,
    coalesce(sum(p.quantity) filter (where p.state = 'no_show'), 0)::integer as "noShow",
    coalesce(sum(p.quantity) filter (where p.state = 'placed'), 0)::integer as "toCook"
  from portions p full join dishes d using (dish_id)
  group by dish_id, d.name, d.position, d.sold_out, p.channel
  order by d.position nulls last, dish_id, p.channel`;

const ORDERS = `
  select count(*)::integer as orders from meal_order
  where site_id = $1 and service_date = $2 and meal_period = $3 and state <> 'cancelled'`;

@Injectable()
export class SqlKitchenBoard extends KitchenBoard {
  constructor(private readonly dataSource: DataSource) {
    super();
  }

  async counts(siteId: string, serviceDate: string, mealPeriod: Period): Promise<KitchenCount[]> {
    return this.dataSource.query<KitchenCount[]>(COUNTS, [siteId, serviceDate, mealPeriod]);
  }

  async orders(siteId: string, serviceDate: string, mealPeriod: Period): Promise<number> {
    const rows = await this.dataSource.query<{ orders: number }[]>(ORDERS, [siteId, serviceDate, mealPeriod]);
    return rows[0]?.orders ?? 0;
  }
}
