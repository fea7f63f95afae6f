import type { BookingClaimView, BookingFeeView, BookingListQuery, BookingView } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { BookingCursor, ViewScope } from '../application/booking-views.port.js';
import { BookingViews } from '../application/booking-views.port.js';

const VIEW = `
  SELECT booking.id, booking.person_id AS "personId", booking.site_id AS "siteId", service_date::text AS "serviceDate",
    arrival_time AS "arrivesAt", planned_minutes AS "plannedMinutes", with_lunch AS "withLunch", booking.state,
    booked_by AS "bookedBy", confirmed_at AS "confirmedAt", checked_in_at AS "checkedInAt",
    checked_out_at AS "checkedOutAt", minutes, booking.insurance_paid_fen::float8 AS "insurancePaidFen",
    booking.insurance_reference AS "insuranceReference", booking.other_public_paid_fen::float8 AS "otherPublicPaidFen", cancelled_at AS "cancelledAt",
    cancellation_cause AS "cancellationCause", no_show_at AS "noShowAt",
    (SELECT json_build_object('kind', kind, 'feeFen', fee_fen, 'insurancePaidFen', fee.insurance_paid_fen,
        'otherPublicPaidFen', fee.other_public_paid_fen, 'subsidyFen', subsidy_fen, 'selfPayFen', self_pay_fen,
        'packId', pack_id, 'ruleVersion', rule_version, 'steps', steps,
        'decidedAt', to_char(decided_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
      FROM booking_fee AS fee WHERE fee.booking_id = booking.id) AS fee,
    (SELECT coalesce(json_agg(json_build_object('claimId', claim_id, 'state', claim.state, 'outcome', outcome,
        'reason', reason, 'subsidyFen', subsidy_fen, 'shares', shares, 'correctsClaimId', corrects_claim_id)
        ORDER BY position), '[]')
      FROM booking_claim AS claim WHERE claim.booking_id = booking.id) AS claims,
    (SELECT coalesce(json_agg(json_build_object('insurancePaidFen', paid_fen, 'insuranceReference', reference,
        'recordedAt', to_char(recorded_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) ORDER BY number), '[]')
      FROM booking_insurance WHERE booking_id = booking.id) AS "insuranceEntries",
    (SELECT json_build_object('by', done_by, 'via', via) FROM booking_act WHERE booking_id = booking.id AND act = 'placed') AS placed,
    (SELECT json_build_object('by', done_by, 'via', via) FROM booking_act WHERE booking_id = booking.id AND act = 'cancelled') AS cancelled
  FROM booking`;

const LIST = `${VIEW}
  WHERE ($1::text IS NULL OR site_id = $1) AND ($2::date IS NULL OR service_date = $2)
    AND ($3::text IS NULL OR booking.state = $3) AND ($4::uuid IS NULL OR person_id = $4)
    AND ($5::text[] IS NULL OR site_id = ANY($5) OR person_id::text = ANY($6))
    AND ($7::date IS NULL OR (service_date, id) > ($7::date, $8::uuid))
  ORDER BY service_date, id LIMIT $9`;

type Instant = 'confirmedAt' | 'checkedInAt' | 'checkedOutAt' | 'cancelledAt' | 'noShowAt';
type ViewRow = Omit<BookingView, Instant | 'fee' | 'claims' | 'placed'> &
  Readonly<Record<Instant, Date | null>> & {
    readonly fee: BookingFeeView | null;
    readonly claims: BookingClaimView[];
    readonly placed: BookingView['placed'] | null;
  };

@Injectable()
export class SqlBookingViews extends BookingViews {
  async find(tx: Tx, id: string): Promise<BookingView | undefined> {
    const [row] = await tx.query<ViewRow>(`${VIEW} WHERE id = $1`, [id]);
    return row && viewOf(row);
  }

  async list(
    tx: Tx,
    filter: Pick<BookingListQuery, 'siteId' | 'serviceDate' | 'state' | 'personId'>,
    scope: ViewScope | undefined,
    { after, limit }: { readonly after: BookingCursor | undefined; readonly limit: number },
  ): Promise<BookingView[]> {
    const rows = await tx.query<ViewRow>(LIST, [
      filter.siteId ?? null,
      filter.serviceDate ?? null,
      filter.state ?? null,
      filter.personId ?? null,
      scope?.sites ?? null,
      scope?.persons ?? null,
      after?.serviceDate ?? null,
      after?.id ?? null,
      limit,
    ]);
    return rows.map(viewOf);
  }
}

function viewOf(row: ViewRow): BookingView {
  const text = (instant: Date | null): string | null => instant?.toISOString() ?? null;
  return {
    ...row,
    placed: row.placed ?? { by: null, via: null },
    confirmedAt: (row.confirmedAt as Date).toISOString(),
    checkedInAt: text(row.checkedInAt),
    checkedOutAt: text(row.checkedOutAt),
    cancelledAt: text(row.cancelledAt),
    noShowAt: text(row.noShowAt),
  };
}
