import type { PeriodWindow } from '../../sites/domain/site.js';
import { RowRefusedError } from './import.errors.js';

const TIME = '([01]\\d|2[0-3]):[0-5]\\d';
const PERIOD = new RegExp(
  `^(?<mealPeriod>breakfast|lunch|dinner) (?<opensAt>${TIME})-(?<closesAt>${TIME}) cut-off (?<cutOffAt>${TIME})(?<before> day-before)?$`,
);

/** `breakfast 06:00-10:00 cut-off 20:00 day-before; lunch 11:00-15:00 cut-off 09:30` */
export function periodsOf(cell: string | undefined): PeriodWindow[] {
  if (cell === undefined) return [];
  return cell.split(';').map((part) => {
    const found = PERIOD.exec(part.trim().replace(/ +/g, ' '))?.groups;
    if (!found) throw new RowRefusedError('periods', 'IMPORT.VALUE_INVALID', 'write: lunch 11:00-14:00 cut-off 09:30');
    const { mealPeriod, opensAt, closesAt, cutOffAt, before } = found as Record<string, string>;
    return { mealPeriod, opensAt, closesAt, cutOffAt, cutOffDayBefore: before !== undefined } as PeriodWindow;
  });
}
