import { localDate } from '@doorstep/kernel';
import { describe, expect, it } from '@jest/globals';
import { kitchenOf, openingOf, roomsOf, stopOf } from '../src/imports/domain/term-cells.js';
import type { Site } from '../src/sites/domain/site.js';
import { checkedSite } from '../src/sites/domain/site.js';
import { calendarDay } from '../src/sites/domain/site-calendar.js';
import { SiteProgramme } from '../src/sites/domain/site-programme.js';
import type { SiteTermValue } from '../src/sites/domain/site-term.js';
import { agrees, withTerms } from '../src/sites/domain/site-term.js';
import { periodsOf } from '../src/imports/domain/period-cell.js';

const TODAY = localDate('2026-11-18'); // a Wednesday
const PUYA: Site = {
  ...{ siteId: 'puya', siteKind: 'canteen', name: '蒲雅社区一食堂', phone: null, province: null },
  ...{ city: 'shenyang', district: 'shenbei', town: 'daoyi', schedule: 'puya', standardMealPriceFen: 1000 },
  ...{ deliveryFeeFen: 200, mealPackId: 'pack', dayCarePackId: null, places: 0, active: true },
  periods: periodsOf('lunch 11:00-14:30 cut-off 09:30'),
};
const TRUCK: Site = { ...PUYA, siteId: 'truck', siteKind: 'mobile_canteen' };
const CENTRE: Site = {
  ...{ ...PUYA, siteId: 'centre', siteKind: 'day_care_centre', periods: [], places: 40 },
  ...{ schedule: null, standardMealPriceFen: null, deliveryFeeFen: 0, mealPackId: null },
};
const prices = (fen: number): SiteTermValue => ({
  ...{ kind: 'prices', schedule: 'puya', standardMealPriceFen: fen, deliveryFeeFen: 200 },
});
const closure: SiteTermValue = { kind: 'closure', reason: 'repair' };
const stop = (at: string, arrivesAt: string, leavesAt: string) => ({
  ...{ stop: at, name: at, town: 'daoyi', weekday: 3, arrivesAt, leavesAt },
});

let ids = 0;
class Book {
  readonly programme: SiteProgramme;
  constructor(readonly site: Site = PUYA) {
    this.programme = new SiteProgramme(site, [], TODAY);
  }
  says(term: SiteTermValue, from: string, to?: string) {
    const dated = { term, from: localDate(from), to: to === undefined ? null : localDate(to) };
    return this.programme.record(dated, `t${++ids}`);
  }
  refusalOf(term: SiteTermValue, from: string, to?: string): string {
    try {
      this.says(term, from, to);
      return 'taken';
    } catch (error) {
      return (error as { code: string }).code;
    }
  }
  on(day: string) {
    return this.programme.inForce(localDate(day));
  }
  day(day: string) {
    return calendarDay(this.site, this.on(day), localDate(day));
  }
}

describe('what holds of a site', () => {
  it('holds until the next of its kind begins, whatever was recorded first', () => {
    const book = new Book();
    book.says(prices(1300), '2027-01-01');
    book.says(prices(1200), '2026-12-01');
    const price = (day: string) => withTerms(PUYA, book.on(day)).standardMealPriceFen;
    expect(['2026-11-30', '2026-12-01', '2026-12-31', '2027-01-01'].map(price)).toEqual([1000, 1200, 1200, 1300]);
    expect([agrees(PUYA, book.on('2026-11-30')), agrees(PUYA, book.on('2026-12-01'))]).toEqual([true, false]);
  });

  it('is corrected by a newer word about the same day, and said twice it is said once', () => {
    const book = new Book();
    book.says(prices(1200), '2026-12-01');
    const corrected = book.says(prices(1250), '2026-12-01');
    expect(withTerms(PUYA, book.on('2026-12-05')).standardMealPriceFen).toBe(1250);
    expect(book.says(prices(1250), '2026-12-01')).toEqual({ term: corrected.term, changed: false });
  });

  it('ends on its day and is not followed by what held before', () => {
    const book = new Book();
    book.says({ kind: 'operator', company: 'a', companyName: '甲公司' }, '2026-11-18');
    book.says({ kind: 'operator', company: 'b', companyName: '乙公司' }, '2026-12-01', '2027-01-01');
    const companies = (day: string) => book.on(day).map(({ term }) => term.kind === 'operator' && term.company);
    expect(['2026-11-30', '2026-12-01', '2027-01-01'].map(companies)).toEqual([['a'], ['b'], []]);
  });

  it('is not told of days that are over, but for what nobody knew and what changes nothing', () => {
    const book = new Book();
    expect(book.refusalOf(prices(1200), '2026-11-17')).toBe('SITE_TERM.FROM_PAST');
    expect(book.refusalOf(prices(1000), '2020-01-01')).toBe('taken');
    expect(book.refusalOf(prices(1000), '2021-01-01')).toBe('SITE_TERM.FROM_PAST');
    expect(book.refusalOf(closure, '2026-11-17', '2026-11-20')).toBe('SITE_TERM.FROM_PAST');
  });

  it('can be called off before it begins and ended while it holds; a replaced word cannot', () => {
    const book = new Book();
    const { term } = book.says(closure, '2026-12-01', '2026-12-10');
    book.says({ kind: 'closure', reason: 'holiday' }, '2026-12-08', '2026-12-20');
    const ended = book.programme.end(term.termId, localDate('2026-12-03'), 'e1');
    expect(ended.term).toMatchObject({ from: '2026-12-01', to: '2026-12-03', version: 3 });
    expect(['2026-12-02', '2026-12-03', '2026-12-08'].map((day) => book.day(day).because)).toEqual([
      ...['closure', null, 'closure'],
    ]);
    expect(book.programme.end(term.termId, localDate('2026-12-03'), 'e2')).toEqual({ ...ended, changed: false });
    expect(() => book.programme.end(term.termId, localDate('2026-12-01'), 'e3')).toThrow('recorded otherwise');
    expect(book.programme.end('e1', localDate('2026-11-19'), 'e4').term.to).toBe('2026-12-01');
    expect(book.day('2026-12-02').open).toBe(true);
    // Called off, the same closure is announced anew as one of its own.
    expect(book.says(closure, '2026-12-01', '2026-12-10').changed).toBe(true);
    expect(book.day('2026-12-02').because).toBe('closure');
  });

  it.each<[string, Site, SiteTermValue, string | undefined, string]>([
    ['stops of a canteen', PUYA, { kind: 'stops', stops: [stop('a', '10:00', '11:00')] }, undefined, 'NOT_OF_KIND'],
    ['a closure without an end', PUYA, closure, undefined, 'END_REQUIRED'],
    ['an end before the beginning', PUYA, closure, '2026-12-01', 'INTERVAL_UPSIDE_DOWN'],
    [
      'two stops at once',
      TRUCK,
      { kind: 'stops', stops: [stop('a', '10:00', '11:00'), stop('b', '10:59', '12:00')] },
      undefined,
      'TWO_PLACES_AT_ONCE',
    ],
    [
      'a room twice',
      CENTRE,
      {
        kind: 'day_care',
        rooms: [
          { room: 'a', places: 1 },
          { room: 'a', places: 2 },
        ],
        eldersPerCarer: 5,
      },
      undefined,
      'ROOM_TWICE',
    ],
    [
      'hours upside down',
      PUYA,
      { kind: 'opening', hours: openingOf('mon 11:00-09:00') },
      undefined,
      'HOURS_UPSIDE_DOWN',
    ],
    [
      'hours that overlap',
      PUYA,
      { kind: 'opening', hours: openingOf('mon 09:00-11:00; mon-tue 10:00-12:00') },
      undefined,
      'HOURS_OVERLAP',
    ],
    [
      'a serving point that cooks for itself',
      PUYA,
      { kind: 'canteen', ...kitchenOf('1 windows, 9 seats, serving point of puya') },
      undefined,
      'SUPPLIER_UNKNOWN',
    ],
  ])('refuses %s', (_what, site, term, to, code) => {
    expect(new Book(site).refusalOf(term, '2026-12-01', to)).toBe(`SITE_TERM.${code}`);
  });

  it('makes the places of a centre those of its rooms', () => {
    const book = new Book(CENTRE);
    book.says({ kind: 'day_care', ...roomsOf('rooms a:20 b:15, 1 carer per 5') }, '2026-12-01');
    expect(withTerms(CENTRE, book.on('2026-12-01')).places).toBe(35);
  });
});

describe('the calendar of a site', () => {
  it('is open in its meal periods where no hours are said, and by its hours where they are', () => {
    const book = new Book();
    book.says({ kind: 'opening', hours: openingOf('mon-fri 07:00-11:00 13:00-19:00; sat 08:00-12:00') }, '2026-12-01');
    expect(book.day('2026-11-29').hours).toEqual([{ opensAt: '11:00', closesAt: '14:30' }]);
    expect(book.day('2026-12-01').hours).toEqual([
      { opensAt: '07:00', closesAt: '11:00' },
      { opensAt: '13:00', closesAt: '19:00' },
    ]);
    expect([book.day('2026-12-05').open, book.day('2026-12-06').because]).toEqual([true, 'weekday']);
  });

  it('of a truck is where it stops, in the order of the day', () => {
    const book = new Book(TRUCK);
    book.says({ kind: 'stops', stops: [stop('b', '12:00', '13:00'), stop('a', '10:00', '11:00')] }, '2026-11-18');
    expect(book.day('2026-11-25').stops.map((each) => each.stop)).toEqual(['a', 'b']);
    expect([book.day('2026-11-26').open, book.day('2026-11-26').because]).toEqual([false, 'no_stop']);
  });

  it('of a site that is given up is empty', () => {
    expect(calendarDay({ ...PUYA, active: false }, [], TODAY).because).toBe('inactive');
  });
});

describe('a service centre', () => {
  const centre: Site = {
    ...{ ...CENTRE, siteKind: 'service_centre', places: 0 },
  };
  it('has neither meals nor places', () => {
    expect(checkedSite(centre)).toEqual(centre);
    expect(() => checkedSite({ ...centre, places: 3 })).toThrow('no meals');
    expect(() => checkedSite({ ...centre, periods: PUYA.periods })).toThrow('no meals');
  });
});

describe('the cells of terms', () => {
  it('read stops, kitchens and rooms', () => {
    expect(stopOf('gate-3 mon wed-fri 10:30-11:15')).toEqual({
      ...{ stop: 'gate-3', weekdays: [1, 3, 4, 5], arrivesAt: '10:30', leavesAt: '11:15' },
    });
    expect(kitchenOf('3 windows, 80 seats, kitchen, delivers 1500 m')).toEqual({
      ...{ windows: 3, seats: 80, kitchen: 'kitchen', suppliedBy: null, deliveryRangeM: 1500 },
    });
    expect(kitchenOf('2 windows, 40 seats, serving point of puya')).toEqual({
      ...{ windows: 2, seats: 40, kitchen: 'serving_point', suppliedBy: 'puya', deliveryRangeM: null },
    });
  });

  it.each([
    [openingOf, 'mo-fr 07:00-19:00'],
    [openingOf, 'mon-fri 07:00'],
    [openingOf, ''],
    [stopOf, 'gate 3 mon 10:30-11:15'],
    [kitchenOf, '3 windows'],
    [roomsOf, 'rooms a 20'],
  ])('refuse %p of %s', (read: (cell: string) => unknown, cell) => {
    expect(() => read(cell)).toThrow('write: ');
  });
});
