import { describe, expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { addDays } from '@doorstep/kernel';
import {
  CutOffPassedError,
  DishSoldOutError,
  DishUnknownError,
  MenuNotPublishedError,
  NotEnoughLeftError,
  PeriodNotServedError,
  PeriodOverError,
  ServiceDateError,
  SiteClosedError,
  TakenAtError,
} from '../src/orders/domain/meal-order.errors.js';
import { accept, checkDates, isPastSale, MAX_DAYS_AHEAD, MAX_DAYS_LATE } from '../src/orders/domain/placement.js';
import { FRIDAY, lunchSet, NOON, offer, puyaTerms, soup, TEN, wish } from './mothers.js';

/** Jest compares what was thrown with a matcher, though its types want an error. */
const matching = (matcher: unknown): Error => matcher as Error;

const minutes = (count: number): number => count * 60_000;
const served = { handedOver: true, byOperator: true, takenAt: new Date(NOON.getTime() - minutes(30)) };

describe('dates', () => {
  it('takes orders for today and for the days ahead', () => {
    checkDates(wish(), TEN);
    checkDates(wish({ serviceDate: addDays(FRIDAY, MAX_DAYS_AHEAD) }), TEN);
  });

  it.each([
    ['yesterday', addDays(FRIDAY, -1), 'MEAL_ORDER.SERVICE_DATE_PAST'],
    ['the day after the last', addDays(FRIDAY, MAX_DAYS_AHEAD + 1), 'MEAL_ORDER.SERVICE_DATE_TOO_FAR'],
  ])('refuses %s', (_name, serviceDate, code) => {
    expect(() => checkDates(wish({ serviceDate: serviceDate as LocalDate }), TEN)).toThrow(ServiceDateError);
    expect(() => checkDates(wish({ serviceDate: serviceDate as LocalDate }), TEN)).toThrow(
      matching(expect.objectContaining({ code })),
    );
  });

  it('reckons in Shenyang: one minute before midnight in Shanghai is still the old day', () => {
    const lateThursday = new Date('2026-11-26T15:59:00Z');
    expect(() => checkDates(wish({ handedOver: true }), lateThursday)).toThrow(ServiceDateError);
    checkDates(wish({ handedOver: true }), new Date('2026-11-26T16:00:00Z'));
  });

  it('wants the day of a sale to be the day it was eaten', () => {
    const takenAt = new Date(NOON.getTime() - minutes(24 * 60));
    expect(() => checkDates(wish({ ...served, takenAt }), NOON)).toThrow(ServiceDateError);
    checkDates(wish({ ...served, takenAt, serviceDate: addDays(FRIDAY, -1) }), NOON);
  });

  it('refuses times that lie ahead or too far back', () => {
    expect(() => checkDates(wish({ ...served, takenAt: new Date(NOON.getTime() + minutes(6)) }), NOON)).toThrow(
      TakenAtError,
    );
    const old = new Date(NOON.getTime() - minutes((MAX_DAYS_LATE + 1) * 24 * 60));
    expect(() => checkDates(wish({ ...served, takenAt: old }), NOON)).toThrow(TakenAtError);
  });
});

describe('the cut-off', () => {
  it('lets families order up to the minute and not after it', () => {
    const cutOff = new Date('2026-11-27T10:30:00+08:00');
    expect(accept(wish(), offer(), cutOff).flags).toEqual([]);
    expect(() => accept(wish(), offer(), new Date(cutOff.getTime() + 1))).toThrow(CutOffPassedError);
  });

  it('says until when and whom to call', () => {
    expect(() => accept(wish(), offer(), NOON)).toThrow(
      matching(expect.objectContaining({ details: { until: '2026-11-27T10:30:00.000+08:00', phone: '024-12349' } })),
    );
  });

  it('may lie on the day before', () => {
    const [lunch] = puyaTerms.periods;
    const site = { ...puyaTerms, periods: [{ ...lunch!, cutOffDayBefore: true, cutOffAt: '18:00' }] };
    expect(() => accept(wish(), offer({ site }), TEN)).toThrow(CutOffPassedError);
    expect(accept(wish(), offer({ site }), new Date('2026-11-26T17:59:00+08:00')).lines).toHaveLength(1);
  });

  it('does not bind the operator at the site', () => {
    expect(accept(wish({ byOperator: true }), offer(), NOON).flags).toEqual([]);
  });
});

describe('what a live order may be refused for', () => {
  const operator = wish({ byOperator: true });
  it.each([
    ['a closed site', offer({ closed: { reason: 'power_cut', reopensOn: null } }), SiteClosedError],
    ['a site out of operation', offer({ site: { ...puyaTerms, active: false } }), SiteClosedError],
    ['an ended period', offer({ ended: true }), PeriodOverError],
    ['a period that is not served', offer({ site: { ...puyaTerms, periods: [] } }), PeriodNotServedError],
    ['a menu that is not published', offer({ dishes: undefined }), MenuNotPublishedError],
    ['a dish that is not on it', offer({ dishes: [soup] }), DishUnknownError],
    ['a dish taken off it', offer({ dishes: [{ ...lunchSet, removed: true }] }), DishUnknownError],
    ['a sold-out dish', offer({ dishes: [{ ...lunchSet, soldOut: true }] }), DishSoldOutError],
    ['too few portions', offer({ dishes: [{ ...lunchSet, quantityLimit: 5, taken: 5 }] }), NotEnoughLeftError],
  ])('%s', (_name, present, error) => {
    expect(() => accept(operator, present, NOON)).toThrow(error);
  });

  it('takes the very last portion', () => {
    const last = offer({ dishes: [{ ...lunchSet, quantityLimit: 5, taken: 4 }] });
    expect(accept(operator, last, NOON).lines).toHaveLength(1);
  });
});

describe('a sale that is already eaten', () => {
  it.each([
    ['site_closed', offer({ closed: { reason: 'power_cut', reopensOn: null } })],
    ['site_inactive', offer({ site: { ...puyaTerms, active: false } })],
    ['after_closing', offer({ ended: true })],
    ['off_menu', offer({ dishes: [{ ...lunchSet, removed: true }] })],
    ['sold_out', offer({ dishes: [{ ...lunchSet, soldOut: true }] })],
    ['over_stock', offer({ dishes: [{ ...lunchSet, quantityLimit: 5, taken: 5 }] })],
  ])('is accepted and flagged %s', (flag, present) => {
    expect(accept(wish(served), present, NOON).flags).toEqual([flag]);
    expect(accept(wish({ ...served, takenAt: undefined }), present, NOON).flags).toEqual([flag]);
  });

  it('is flagged when it was outside the window', () => {
    const takenAt = new Date('2026-11-27T09:00:00+08:00');
    expect(accept(wish({ ...served, takenAt }), offer(), NOON).flags).toEqual(['outside_window']);
  });

  it('still needs a dish whose price is known', () => {
    expect(() => accept(wish(served), offer({ dishes: [soup] }), NOON)).toThrow(DishUnknownError);
  });

  it('is one whether it is told now or later, and an order taken earlier is none', () => {
    expect(isPastSale(wish(served))).toBe(true);
    expect(isPastSale(wish({ ...served, takenAt: undefined }))).toBe(true);
    expect(isPastSale(wish({ ...served, handedOver: false }))).toBe(false);
  });
});
