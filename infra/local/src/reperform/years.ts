import { YearClosedV1 } from '@doorstep/contracts';
import { shanghaiDate } from '@doorstep/kernel';
import type { LoggedEvent } from './logged-event.js';
import { dataOf } from './logged-event.js';

/** A batch that was deciding when the year was closed may end a moment later; a transaction lasts a minute at most. */
const MEANWHILE_MS = 60_000;

/** Years of accounts that were closed, and when. What concerns them is booked in the year that was current then. */
export class ClosedYears {
  private readonly closed = new Map<number, number>();

  note(event: LoggedEvent): void {
    const told = dataOf(event, YearClosedV1);
    if (told && !this.closed.has(told.year)) this.closed.set(told.year, Date.parse(told.at));
  }

  /** What is wrong with booking in `told` (absent = the year itself) something of `year` at that moment. */
  fault(year: number, told: number | undefined, at: string): string | undefined {
    const closed = this.closed.get(year);
    const moment = Date.parse(at);
    if (told === undefined)
      return closed !== undefined && moment > closed + MEANWHILE_MS ? 'the current year' : undefined;
    if (closed === undefined || moment < closed - MEANWHILE_MS) return String(year);
    const current = Number(shanghaiDate(new Date(moment)).slice(0, 4));
    return told === current ? undefined : String(current);
  }
}
