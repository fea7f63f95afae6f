import type { MigrationInterface, QueryRunner } from 'typeorm';
import { appendOnly } from '@doorstep/persistence';

export class Orders1795305720000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ORDER_TABLE);
    await runner.query(paymentTable('tender', ''));
    await runner.query(paymentTable('refund', 'reason text not null,'));
    await runner.query(SHIFT_TABLE);
    await runner.query(appendOnly('tender'));
    await runner.query(appendOnly('refund'));
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}

const ORDER_TABLE = `
  create table meal_order (
    id uuid primary key,
    person_id uuid,
    site_id text not null,
    service_date date not null,
    meal_period text not null,
    channel text not null,
    state text not null constraint ck_meal_order_state
      check (state in ('placed', 'delivery_failed', 'served', 'cancelled', 'no_show', 'returned')),
    lines jsonb not null,
    menu text not null,
    gross_fen bigint not null,
    claim_price_fen bigint not null,
    delivery_fee_fen bigint not null,
    discount_fen bigint not null,
    subsidy_fen bigint not null,
    delivery_subsidy_fen bigint not null,
    self_pay_fen bigint not null constraint ck_meal_order_self_pay_fen check (self_pay_fen >= 0),
    difference_fen bigint not null,
    shares jsonb not null,
    price_final boolean not null,
    decision_status text not null,
    decision_outcome text not null,
    decision_reason text not null,
    pack_id text,
    rule_version text,
    steps jsonb not null,
    claim_id uuid,
    claim_state text,
    paid_fen bigint not null,
    refunded_fen bigint not null,
    flags text[] not null,
    till_id text,
    taken_by text not null,
    placed_by text not null,
    taken_at timestamptz not null,
    placed_at timestamptz not null,
    served_at timestamptz,
    ended_at timestamptz,
    end_reason text,
    constraint ck_meal_order_price check (gross_fen + delivery_fee_fen
      = discount_fen + subsidy_fen + delivery_subsidy_fen + self_pay_fen + difference_fen),
    constraint ck_meal_order_paid check (refunded_fen >= 0 and refunded_fen <= paid_fen
      and paid_fen - refunded_fen <= self_pay_fen)
  ) with (fillfactor = 80, toast_tuple_target = 8160);
  create index idx_meal_order_site on meal_order (site_id, service_date, meal_period, placed_at, id);
  create index idx_meal_order_person on meal_order (person_id, service_date) where person_id is not null;
  create index idx_meal_order_placed_at on meal_order (placed_at, id);
`;

function paymentTable(table: 'tender' | 'refund', more: string): string {
  return `
    create table ${table} (
      id uuid primary key,
      order_id uuid not null constraint fk_${table}_meal_order references meal_order (id),
      means text not null constraint ck_${table}_means check (means in ('cash', 'card', 'code', 'meal_card')),
      amount_fen bigint not null constraint ck_${table}_amount_fen check (amount_fen > 0),
      reference text constraint ck_${table}_reference check ((means = 'cash') = (reference is null)),
      ${more}
      till_id text,
      shift_id uuid,
      recorded_by text not null,
      recorded_at timestamptz not null
    );
    create index idx_${table}_order_id on ${table} (order_id);
    create index idx_${table}_shift_id on ${table} (shift_id) where shift_id is not null;
  `;
}

const SHIFT_TABLE = `
  create table till_shift (
    id uuid primary key,
    site_id text not null,
    till_id text not null,
    opening_float_fen bigint not null,
    opened_by text not null,
    opened_at timestamptz not null,
    expected_cash_fen bigint,
    counted_cash_fen bigint,
    closed_by text,
    closed_at timestamptz
  );
  create unique index uq_till_shift_open on till_shift (site_id, till_id) where closed_at is null;
  create index idx_till_shift_site_id on till_shift (site_id, opened_at, id);
`;
