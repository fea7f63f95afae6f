import { shanghaiInstant } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import { assertBookableDate, assertNoticeKept, assertWithinHours } from '../src/bookings/domain/booking-rules.js';
import type { Session } from '../src/sessions/domain/session.js';
import { assertPlannable, bookableUntil, freePlaces, replan } from '../src/sessions/domain/session.js';
import { MONDAY } from './booking.mother.js';

const session: Session = {
  siteId: 'huishan-day-care',
  serviceDate: MONDAY,
  version: 3,
  places: 10,
  booked: 4,
  offered: 0,
  waiting: 0,
  opensAt: '08:00',
  closesAt: '17:00',
  noticeMinutes: 60,
};
const plan = { places: 4, opensAt: '09:00', closesAt: '16:00', noticeMinutes: 0 };
const code = (value: string): unknown => expect.objectContaining({ code: value });

describe('a session', () => {
  it('shrinks to what is booked and no further', () => {
    expect(replan(session, plan)).toMatchObject({ ...plan, version: 4, booked: 4 });
    expect(() => replan(session, { ...plan, places: 3 })).toThrow(code('DAY_CARE.PLACES_BELOW_BOOKED'));
    expect(freePlaces(session)).toBe(6);
    // What is kept for somebody is not to vanish, and what somebody waits for is not free.
    expect(() => replan({ ...session, offered: 1 }, plan)).toThrow(code('DAY_CARE.PLACES_BELOW_BOOKED'));
    expect(freePlaces({ ...session, offered: 2, waiting: 1 })).toBe(3);
    expect(freePlaces({ ...session, offered: 2, waiting: 7 })).toBe(0);
  });

  it('is planned from today to a year ahead', () => {
    const now = shanghaiInstant(MONDAY, '23:59');
    expect(() => assertPlannable(MONDAY, now)).not.toThrow();
    const midnight = new Date(now.getTime() + 60_000);
    expect(() => assertPlannable(MONDAY, midnight)).toThrow(code('DAY_CARE.DATE_PASSED'));
    expect(() => assertPlannable(MONDAY, new Date('2025-01-01T00:00:00Z'))).toThrow(code('DAY_CARE.DATE_TOO_FAR'));
  });

  it('takes bookings from today to three months ahead', () => {
    expect(() => assertBookableDate(MONDAY, new Date('2026-11-24T00:00:00Z'))).toThrow(code('DAY_CARE.DATE_PASSED'));
    expect(() => assertBookableDate(MONDAY, new Date('2026-08-22T00:00:00Z'))).toThrow(code('DAY_CARE.DATE_TOO_FAR'));
    expect(() => assertBookableDate(MONDAY, new Date('2026-08-23T00:00:00Z'))).not.toThrow();
  });

  it('takes families until the notice, its own staff always', () => {
    expect(bookableUntil(session)).toEqual(shanghaiInstant(MONDAY, '07:00'));
    const late = shanghaiInstant(MONDAY, '07:01');
    expect(() => assertNoticeKept(session, true, late, null)).not.toThrow();
    expect(() => assertNoticeKept(session, false, late, '12349')).toThrow(
      expect.objectContaining({
        code: 'DAY_CARE.CUT_OFF_PASSED',
        details: { until: '2026-11-22T23:00:00.000Z', phone: '12349' },
      }),
    );
  });

  it.each([
    ['08:00', 540, true],
    ['07:59', 60, false],
    ['08:00', 541, false],
    ['16:30', 30, true],
    ['17:00', 30, false],
  ])('a visit at %s of %i minutes fits: %s', (arrivesAt, minutes, fits) => {
    const act = (): void => assertWithinHours(session, arrivesAt, minutes);
    if (fits) expect(act).not.toThrow();
    else expect(act).toThrow(code('DAY_CARE.OUTSIDE_HOURS'));
  });
});
