import { fen, shanghaiInstant } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import { cancel, checkIn, checkOut, missed } from '../src/bookings/domain/booking.js';
import { TimeNotPlausibleError, WrongStateError } from '../src/bookings/domain/booking.errors.js';
import { bookingOfLi, MONDAY } from './booking.mother.js';

const at = (time: string): Date => shanghaiInstant(MONDAY, time);
const recording = (time: string, toleranceMinutes = 15) => ({ now: at(time), toleranceMinutes });
const paid = { insurancePaidFen: fen(1000), insuranceReference: 'CI-1', otherPublicPaidFen: fen(0) };

describe('a stay', () => {
  it('is counted from minute to minute', () => {
    const inside = checkIn(bookingOfLi(), new Date(at('08:03').getTime() + 59_000), recording('08:04'));
    const over = checkOut(inside, new Date(at('14:03').getTime() + 1_000), paid, recording('14:04'));
    expect(over).toMatchObject({ state: 'completed', minutes: 360, insurancePaidFen: 1000, otherPublicPaidFen: 0 });
  });

  it('lasts one minute at least', () => {
    const inside = checkIn(bookingOfLi(), at('08:00'), recording('08:00'));
    expect(checkOut(inside, at('08:00'), paid, recording('08:00')).minutes).toBe(1);
  });

  it('may be written down later, even the next day', () => {
    const nextDay = { now: new Date('2026-11-24T01:00:00Z'), toleranceMinutes: 0 };
    const inside = checkIn(bookingOfLi(), at('08:00'), nextDay);
    expect(checkOut(inside, at('16:00'), paid, nextDay).minutes).toBe(480);
  });

  it.each([
    ['in the future', '09:00', '08:44', 'future'],
    ['on another day', '23:59', '08:00', 'other_day'],
  ])('cannot begin %s', (_name, time, now, reason) => {
    const arrival = reason === 'other_day' ? new Date(at('00:00').getTime() - 60_000) : at(time);
    const act = (): unknown => checkIn(bookingOfLi(), arrival, recording(now));
    expect(act).toThrow(TimeNotPlausibleError);
    expect(act).toThrow(expect.objectContaining({ details: { reason } }));
  });

  it('cannot end before it began, nor after more than a day', () => {
    const inside = checkIn(bookingOfLi(), at('08:00'), recording('08:00'));
    const reasonOf = (time: Date) => {
      try {
        checkOut(inside, time, paid, { now: new Date('2026-12-01T00:00:00Z'), toleranceMinutes: 0 });
      } catch (error) {
        return (error as TimeNotPlausibleError).details['reason'];
      }
      return 'none';
    };
    expect(reasonOf(at('07:59'))).toBe('before_arrival');
    expect(reasonOf(new Date(at('08:00').getTime() + 1440 * 60_000))).toBe('none');
    expect(reasonOf(new Date(at('08:00').getTime() + 1441 * 60_000))).toBe('too_long');
  });

  it('cannot end before it began at all', () => {
    expect(() => checkOut(bookingOfLi(), at('16:00'), paid, recording('16:00'))).toThrow(WrongStateError);
  });
});

describe('a booking that comes to nothing', () => {
  it('is cancelled once', () => {
    const cancelled = cancel(bookingOfLi(), 'customer', at('06:00'));
    expect(cancelled).toMatchObject({ state: 'cancelled', cancellationCause: 'customer' });
    expect(() => cancel(cancelled, 'customer', at('06:01'))).toThrow(WrongStateError);
  });

  it('is not cancelled under somebody who sits there', () => {
    const inside = checkIn(bookingOfLi(), at('08:00'), recording('08:00'));
    expect(() => cancel(inside, 'centre', at('09:00'))).toThrow(WrongStateError);
  });

  it('is no no-show before the hour', () => {
    expect(() => missed(bookingOfLi(), recording('07:44'))).toThrow(TimeNotPlausibleError);
    expect(missed(bookingOfLi(), recording('07:45')).state).toBe('no_show');
  });
});
