import type { MigrationInterface, QueryRunner } from 'typeorm';

export class Menus1795305660000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table menu (
        site_id text not null,
        service_date date not null,
        meal_period text not null constraint ck_menu_meal_period check (meal_period in ('breakfast', 'lunch', 'dinner')),
        version integer not null,
        published_at timestamptz,
        changed_by text not null,
        primary key (site_id, service_date, meal_period)
      );
      create table menu_dish (
        site_id text not null,
        service_date date not null,
        meal_period text not null,
        dish_id uuid not null,
        position integer not null,
        name text not null,
        price_fen bigint not null constraint ck_menu_dish_price_fen check (price_fen > 0),
        quantity_limit integer constraint ck_menu_dish_quantity_limit check (quantity_limit >= 0),
        diet_tags text[] not null,
        standard_set boolean not null,
        sold_out boolean not null default false,
        removed boolean not null default false,
        taken integer not null default 0 constraint ck_menu_dish_taken check (taken >= 0),
        primary key (site_id, service_date, meal_period, dish_id),
        constraint fk_menu_dish_menu foreign key (site_id, service_date, meal_period) references menu
      );
      comment on column menu_dish.taken is 'portions of live orders; kept only while quantity_limit is set, so that unlimited dishes have no hot row';
      create table period_ending (
        id uuid primary key,
        kind text not null constraint ck_period_ending_kind check (kind in ('closure', 'closing')),
        site_id text not null,
        service_date date not null,
        meal_period text,
        reason text,
        served integer not null default 0,
        ended_orders integer not null default 0,
        requested_by text not null,
        correlation_id text not null,
        ended_at timestamptz not null,
        completed_at timestamptz,
        constraint uq_period_ending unique nulls not distinct (site_id, service_date, kind, meal_period)
      );
      create index idx_period_ending_open on period_ending (ended_at) where completed_at is null;
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
