import { appendOnly } from '@doorstep/persistence';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An origin is the order or booking that asks; each decision on it is a claim of its own, and only the latest can be live. */
export class Claims20260901000300 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE claim_origin (
        origin_id uuid PRIMARY KEY,
        kind text NOT NULL CONSTRAINT ck_claim_origin_kind CHECK (kind IN ('meal_order', 'day_care', 'institution_bill')),
        person_id uuid NOT NULL,
        site_id text NOT NULL,
        service_date date NOT NULL,
        meal_period text,
        asked jsonb NOT NULL,
        fulfilment text NOT NULL CONSTRAINT ck_claim_origin_fulfilment
          CHECK (fulfilment IN ('open', 'served', 'cancelled', 'no_show', 'returned')),
        -- Number of its first decision: corrections decide a person's origins again in this order.
        first_decision_number integer NOT NULL,
        -- Self-pay on the receipt, final for the diner.
        receipt_fen bigint,
        -- Of before the books were opened: counts in caps and is never decided again.
        is_opening boolean NOT NULL DEFAULT false,
        latest_claim_id uuid NOT NULL
      ) WITH (fillfactor = 85);
      CREATE INDEX idx_claim_origin_person_id_service_date ON claim_origin (person_id, service_date);

      CREATE TABLE claim (
        claim_id uuid PRIMARY KEY,
        origin_id uuid NOT NULL,
        kind text NOT NULL CONSTRAINT ck_claim_kind CHECK (kind IN ('meal', 'day_care', 'institution_bill', 'absence')),
        person_id uuid NOT NULL,
        site_id text NOT NULL,
        service_date date NOT NULL,
        meal_period text,
        at_time text,
        state text NOT NULL CONSTRAINT ck_claim_state
          CHECK (state IN ('held', 'settled', 'released', 'expired', 'denied', 'reversed')),
        -- The meal of the day that this claim takes: set while a meal's claim is live, and for an attended day of care with lunch.
        slot text CONSTRAINT ck_claim_slot CHECK (slot IN ('breakfast', 'lunch', 'dinner')),
        outcome text NOT NULL,
        reason text NOT NULL,
        pack_id text,
        rule_version text,
        gross_fen bigint NOT NULL,
        discount_fen bigint NOT NULL,
        subsidy_fen bigint NOT NULL,
        delivery_fen bigint NOT NULL,
        operator_fen bigint NOT NULL,
        self_pay_fen bigint NOT NULL,
        fee_fen bigint NOT NULL,
        need_fen bigint NOT NULL,
        budget_need_fen bigint NOT NULL,
        reserve_fen bigint NOT NULL,
        shares jsonb NOT NULL,
        flags text[] NOT NULL,
        budget_id uuid,
        -- What it takes from the person's lots and voucher.
        lot_draws jsonb,
        voucher_draw jsonb,
        -- What the receipt says differently from the decision that stands.
        difference jsonb,
        book_year smallint NOT NULL,
        reversed_in_year smallint,
        decision_number integer NOT NULL,
        corrects_claim_id uuid,
        hold_until timestamptz NOT NULL,
        decided_at timestamptz NOT NULL,
        changed_at timestamptz NOT NULL,
        CONSTRAINT ck_claim_live_meal_has_slot
          CHECK (kind <> 'meal' OR (slot IS NOT NULL) = (state IN ('held', 'settled'))),
        CONSTRAINT ck_claim_denied CHECK ((state = 'denied') = (outcome = 'deny')),
        CONSTRAINT ck_claim_need CHECK (need_fen >= 0 AND (outcome <> 'deny' OR need_fen = 0)),
        CONSTRAINT ck_claim_budget_need CHECK (budget_need_fen >= 0 AND reserve_fen BETWEEN 0 AND budget_need_fen
          AND (budget_id IS NULL OR outcome <> 'deny'))
      ) WITH (fillfactor = 85);
      CREATE INDEX idx_claim_person_id_service_date ON claim (person_id, service_date);
      CREATE INDEX idx_claim_site_id_service_date ON claim (site_id, service_date, claim_id);
      CREATE UNIQUE INDEX uq_claim_person_id_service_date_slot ON claim (person_id, service_date, slot) WHERE slot IS NOT NULL;
      CREATE UNIQUE INDEX uq_claim_origin_id_live ON claim (origin_id) WHERE state IN ('held', 'settled');
      CREATE INDEX idx_claim_hold_until ON claim (hold_until) WHERE state = 'held';
      -- Refused for want of something that may still come; decided again when it does.
      CREATE INDEX idx_claim_wanting ON claim (reason, site_id, person_id)
        WHERE state = 'denied' AND reason IN ('SITE_MISSING', 'SITE_NOT_COVERED', 'NO_RULE_VERSION', 'CALENDAR_MISSING', 'FACTS_MISSING');
      -- A corrected rule version asks for all claims of a time, once; they lie together, so a summary of each piece is enough.
      CREATE INDEX idx_claim_service_date ON claim USING brin (service_date) WITH (pages_per_range = 32, autosummarize = on);
      CREATE INDEX idx_claim_difference ON claim (person_id) WHERE difference IS NOT NULL;
      CREATE INDEX idx_claim_corrects_claim_id ON claim (corrects_claim_id) WHERE corrects_claim_id IS NOT NULL;

      -- What the decision rested on. Wide, written once, read by people: kept apart so that a claim's state changes stay small.
      CREATE TABLE claim_decision (
        claim_id uuid PRIMARY KEY,
        pack_hash text,
        fact_ids uuid[] NOT NULL,
        budget_version integer,
        site_version integer,
        steps jsonb NOT NULL
      ) WITH (toast_tuple_target = 8160); -- compressing what is seldom read would cost more than writing it
      ${appendOnly('claim_decision')}

      -- Up to when the orders and bookings of a partition have been heard; a hold may end by the clock only before that.
      CREATE TABLE claim_horizon (
        topic text NOT NULL,
        partition smallint NOT NULL,
        seen_until timestamptz NOT NULL,
        CONSTRAINT pk_claim_horizon PRIMARY KEY (topic, partition)
      ) WITH (fillfactor = 50);
    `);
  }

  async down(): Promise<void> {
    await Promise.reject(new Error('migrations go forward only'));
  }
}
