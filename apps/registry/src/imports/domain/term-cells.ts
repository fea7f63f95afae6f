import type { OpeningHours } from '../../sites/domain/site-term.js';
import { RowRefusedError } from './import.errors.js';

const TIME = '(?:[01]\\d|2[0-3]):[0-5]\\d';
const SPAN = `(?<begins>${TIME})-(?<ends>${TIME})`;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DAY = `(?:${DAYS.join('|')})`;
const OPENING = new RegExp(`^(?<days>${DAY}(?:[ -]${DAY})*)(?<spans>(?: ${TIME}-${TIME}){1,3})$`);
const STOP = new RegExp(`^(?<stop>[a-z0-9][a-z0-9_-]{0,63}) (?<days>${DAY}(?:[ -]${DAY})*) ${SPAN}$`);
const KITCHEN =
  /^(?<windows>\d{1,3}) windows[;,] (?<seats>\d{1,4}) seats[;,] (?:(?<kitchen>kitchen)|serving point of (?<suppliedBy>[a-z0-9][a-z0-9_-]{0,63}))(?:[;,] delivers (?<range>\d{1,5}) m)?$/;
const ROOMS =
  /^rooms (?<rooms>[a-z0-9][a-z0-9_-]*:\d{1,4}(?: [a-z0-9][a-z0-9_-]*:\d{1,4})*)[;,] 1 carer per (?<elders>\d{1,3})$/;

/** `mon-fri 07:00-11:00 13:00-19:00; sat 08:00-12:00` */
export function openingOf(cell: string): OpeningHours[] {
  return cell.split(';').flatMap((part) => {
    const { days, spans } = groupsOf(OPENING, part, 'write: mon-fri 07:00-19:00; sat 08:00-12:00');
    return weekdaysOf(days).flatMap((weekday) =>
      spans
        .trim()
        .split(' ')
        .map((span) => ({ weekday, opensAt: span.slice(0, 5), closesAt: span.slice(6) })),
    );
  });
}

/** `gate-3 mon wed 10:30-11:15`: one stop, on several days. */
export function stopOf(cell: string): { stop: string; weekdays: number[]; arrivesAt: string; leavesAt: string } {
  const { stop, days, begins, ends } = groupsOf(STOP, cell, 'write: gate-3 mon wed 10:30-11:15');
  return { stop, weekdays: weekdaysOf(days), arrivesAt: begins, leavesAt: ends };
}

/** `3 windows; 80 seats; kitchen; delivers 1500 m` or `2 windows; 40 seats; serving point of puya` */
export function kitchenOf(cell: string) {
  const found = groupsOf(KITCHEN, cell, 'write: 3 windows; 80 seats; kitchen; delivers 1500 m') as Partial<
    Record<string, string>
  >;
  return {
    windows: Number(found['windows']),
    seats: Number(found['seats']),
    kitchen: found['suppliedBy'] === undefined ? ('kitchen' as const) : ('serving_point' as const),
    suppliedBy: found['suppliedBy'] ?? null,
    deliveryRangeM: found['range'] === undefined ? null : Number(found['range']),
  };
}

/** `rooms a:20 b:20; 1 carer per 5` */
export function roomsOf(cell: string) {
  const { rooms, elders } = groupsOf(ROOMS, cell, 'write: rooms a:20 b:20; 1 carer per 5');
  const each = rooms.split(' ').map((part) => part.split(':') as [string, string]);
  return { rooms: each.map(([room, places]) => ({ room, places: Number(places) })), eldersPerCarer: Number(elders) };
}

type Groups = Readonly<Record<'days' | 'spans' | 'stop' | 'begins' | 'ends' | 'rooms' | 'elders', string>>;

function groupsOf(form: RegExp, cell: string, hint: string): Groups {
  const found = form.exec(cell.trim().replace(/ +/g, ' '))?.groups;
  if (!found) throw new RowRefusedError('value', 'IMPORT.VALUE_INVALID', hint);
  return found as unknown as Groups;
}

/** `mon-fri` or `mon wed`; Monday is 1. */
function weekdaysOf(text: string): number[] {
  const numbers = text.split(' ').flatMap((part) => {
    const [first, last] = part.split('-').map((day) => DAYS.indexOf(day) + 1) as [number, number?];
    return Array.from({ length: Math.max((last ?? first) - first, 0) + 1 }, (_each, index) => first + index);
  });
  return [...new Set(numbers)].sort();
}
