import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { ClaimNews, FeeNews } from '../application/booking-claims.port.js';
import { BookingClaims } from '../application/booking-claims.port.js';

// Only a decision knows outcome and reason; what came later changes state and money.
const KEEP_CLAIMS = `
  INSERT INTO booking_claim AS known (claim_id, booking_id, state, outcome, reason, subsidy_fen, shares, corrects_claim_id)
  SELECT claim_id, booking_id, state, outcome, reason, coalesce(subsidy_fen, 0), coalesce(shares, '[]'), corrects_claim_id
  FROM json_to_recordset($1::json) AS news (claim_id uuid, booking_id uuid, state text, outcome text, reason text,
    subsidy_fen bigint, shares jsonb, corrects_claim_id uuid)
  ON CONFLICT (claim_id) DO UPDATE SET state = excluded.state, outcome = coalesce(excluded.outcome, known.outcome),
    reason = coalesce(excluded.reason, known.reason), subsidy_fen = excluded.subsidy_fen, shares = excluded.shares`;

const KEEP_FEES = `
  INSERT INTO booking_fee (booking_id, kind, fee_fen, insurance_paid_fen, other_public_paid_fen, subsidy_fen, self_pay_fen,
    pack_id, rule_version, steps, decided_at)
  SELECT * FROM json_to_recordset($1::json) AS news (booking_id uuid, kind text, fee_fen bigint, insurance_paid_fen bigint,
    other_public_paid_fen bigint, subsidy_fen bigint, self_pay_fen bigint, pack_id text, rule_version text, steps jsonb,
    decided_at timestamptz)
  ON CONFLICT (booking_id) DO UPDATE SET kind = excluded.kind, fee_fen = excluded.fee_fen,
    insurance_paid_fen = excluded.insurance_paid_fen, other_public_paid_fen = excluded.other_public_paid_fen,
    subsidy_fen = excluded.subsidy_fen, self_pay_fen = excluded.self_pay_fen, pack_id = excluded.pack_id,
    rule_version = excluded.rule_version, steps = excluded.steps, decided_at = excluded.decided_at`;

@Injectable()
export class SqlBookingClaims extends BookingClaims {
  async keepClaims(tx: Tx, news: readonly ClaimNews[]): Promise<void> {
    const last = new Map(news.map((each) => [each.claimId, each]));
    const rows = [...last.values()].map((each) => ({
      claim_id: each.claimId,
      booking_id: each.bookingId,
      state: each.state,
      outcome: each.outcome,
      reason: each.reason,
      subsidy_fen: each.subsidyFen,
      shares: each.shares,
      corrects_claim_id: each.correctsClaimId,
    }));
    if (rows.length > 0) await tx.query(KEEP_CLAIMS, [JSON.stringify(rows)]);
  }

  async keepFees(tx: Tx, news: readonly FeeNews[]): Promise<void> {
    const last = new Map(news.map((each) => [each.bookingId, each]));
    const rows = [...last.values()].map((fee) => ({
      booking_id: fee.bookingId,
      kind: fee.kind,
      fee_fen: fee.feeFen,
      insurance_paid_fen: fee.insurancePaidFen,
      other_public_paid_fen: fee.otherPublicPaidFen,
      subsidy_fen: fee.subsidyFen,
      self_pay_fen: fee.selfPayFen,
      pack_id: fee.packId,
      rule_version: fee.ruleVersion,
      steps: fee.steps,
      decided_at: fee.decidedAt,
    }));
    if (rows.length > 0) await tx.query(KEEP_FEES, [JSON.stringify(rows)]);
  }
}
