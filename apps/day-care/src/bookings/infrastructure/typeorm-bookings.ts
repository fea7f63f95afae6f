import { MOST_INSURANCE_ENTRIES } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { fileGroupsOf, RaceLostError } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { In, MoreThanOrEqual } from 'typeorm';
import type { Act } from '../application/bookings.port.js';
import { Bookings } from '../application/bookings.port.js';
import type { Booking } from '../domain/booking.js';
import { LIVE_STATES } from '../domain/booking-state.js';
import { bookingFrom, recordFrom } from './booking.mapper.js';
import { BookingRecord } from './booking.record.js';

const UPDATE = `
  UPDATE booking SET state = news.state, checked_in_at = news.checked_in_at, checked_out_at = news.checked_out_at,
    minutes = news.minutes, insurance_paid_fen = news.insurance_paid_fen,
    insurance_reference = news.insurance_reference, other_public_paid_fen = news.other_public_paid_fen,
    cancelled_at = news.cancelled_at, cancellation_cause = news.cancellation_cause, no_show_at = news.no_show_at
  FROM json_to_recordset($1::json) AS news (id uuid, state text, checked_in_at timestamptz, checked_out_at timestamptz,
    minutes integer, insurance_paid_fen bigint, insurance_reference text, other_public_paid_fen bigint, cancelled_at timestamptz,
    cancellation_cause text, no_show_at timestamptz)
  WHERE booking.id = news.id`;

const NOTE_INSURANCE = `INSERT INTO booking_insurance (booking_id, number, paid_fen, reference, recorded_by, recorded_at)
  SELECT $1::uuid, 1 + count(*), $2::bigint, $3::text, $4::text, $5::timestamptz FROM booking_insurance WHERE booking_id = $1::uuid
  HAVING count(*) < $6::integer RETURNING number`;

const NOTE_ACT = 'INSERT INTO booking_act (booking_id, act, done_by, via) VALUES ($1, $2, $3, $4)';

@Injectable()
export class TypeOrmBookings extends Bookings {
  async find(tx: Tx, id: string): Promise<Booking | undefined> {
    const record = await tx.manager.findOneBy(BookingRecord, { id });
    return record ? bookingFrom(record) : undefined;
  }

  async findLive(tx: Tx, personId: string, serviceDate: LocalDate): Promise<Booking | undefined> {
    const [group] = await fileGroupsOf(tx, [personId]);
    const files = group?.members ?? [personId];
    if (!files.every((key) => tx.holds({ space: 'person', key })))
      throw new RaceLostError('files became one person after the lanes were taken');
    const where = { personId: In([...files]), serviceDate, state: In([...LIVE_STATES]) };
    const record = await tx.manager.findOneBy(BookingRecord, where);
    return record ? bookingFrom(record) : undefined;
  }

  async confirmedOf(tx: Tx, personIds: readonly string[], from: LocalDate): Promise<Booking[]> {
    const records = await tx.manager.find(BookingRecord, {
      where: { personId: In([...personIds]), state: 'confirmed', serviceDate: MoreThanOrEqual(from) },
      order: { serviceDate: 'ASC', id: 'ASC' },
    });
    return records.map(bookingFrom);
  }

  async confirmedAt(tx: Tx, siteId: string, serviceDate: LocalDate, limit: number): Promise<Booking[]> {
    const where = { siteId, serviceDate, state: 'confirmed' };
    const records = await tx.manager.find(BookingRecord, { where, order: { id: 'ASC' }, take: limit });
    return records.map(bookingFrom);
  }

  async insert(tx: Tx, booking: Booking, { by, via }: Act): Promise<void> {
    await tx.manager.insert(BookingRecord, recordFrom(booking));
    await tx.query(NOTE_ACT, [booking.id, 'placed', by, via]);
  }

  async noteCancelled(tx: Tx, id: string, { by, via }: Act): Promise<void> {
    await tx.query(NOTE_ACT, [id, 'cancelled', by, via]);
  }

  async update(tx: Tx, bookings: readonly Booking[]): Promise<void> {
    const rows = bookings.map((booking) => ({
      id: booking.id,
      state: booking.state,
      checked_in_at: booking.checkedInAt,
      checked_out_at: booking.checkedOutAt,
      minutes: booking.minutes,
      insurance_paid_fen: booking.insurancePaidFen,
      insurance_reference: booking.insuranceReference,
      other_public_paid_fen: booking.otherPublicPaidFen,
      cancelled_at: booking.cancelledAt,
      cancellation_cause: booking.cancellationCause,
      no_show_at: booking.noShowAt,
    }));
    await tx.query(UPDATE, [JSON.stringify(rows)]);
  }

  async noteInsurance(tx: Tx, booking: Booking, { by, at }: { by: string; at: Date }): Promise<boolean> {
    const { id, insurancePaidFen, insuranceReference } = booking;
    const values = [id, insurancePaidFen, insuranceReference, by, at, MOST_INSURANCE_ENTRIES];
    return (await tx.query(NOTE_INSURANCE, values)).length === 1;
  }
}
