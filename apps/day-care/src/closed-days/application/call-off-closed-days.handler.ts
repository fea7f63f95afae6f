import type { Clock, LocalDate } from '@doorstep/kernel';
import { addDays, shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CallOffSession } from '../../bookings/application/call-off-session.js';
import { BOOKING_HORIZON_DAYS } from '../../bookings/domain/booking-rules.js';
import type { CalendarChange } from '../../centres/application/centre-calendars.port.js';
import { CentreCalendars } from '../../centres/application/centre-calendars.port.js';
import { EndLine } from '../../waitlist/application/end-line.js';

const CENTRES_AT_ONCE = 20;

/**
 * Bookings of days on which their centre does not open any more are called off, so that nobody stands before a locked door. Further ones
 * are refused from the moment at which the calendar is known here. Safe on several machines and to run again.
 */
@Injectable()
export class CallOffClosedDays {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly transactions: Transactions,
    private readonly calendars: CentreCalendars,
    private readonly line: EndLine,
    private readonly session: CallOffSession,
  ) {}

  /** Answers how many centres were looked through. */
  async execute(): Promise<number> {
    const changes = await this.transactions.read((tx) => this.calendars.changes(tx, CENTRES_AT_ONCE));
    for (const change of changes) await this.callOff(change);
    return changes.length;
  }

  private async callOff(change: CalendarChange): Promise<void> {
    const { siteId, meta } = change;
    for (const serviceDate of await this.closedDays(siteId)) {
      // First: a place that becomes free would be offered to somebody.
      await this.line.execute(siteId, serviceDate, meta);
      await this.session.execute(siteId, serviceDate, meta);
    }
    await this.transactions.run({ keys: [] }, (tx) => this.calendars.settle(tx, change));
  }

  private async closedDays(siteId: string): Promise<LocalDate[]> {
    const today = shanghaiDate(this.clock.now());
    const dates = Array.from({ length: BOOKING_HORIZON_DAYS + 1 }, (_each, ahead) => addDays(today, ahead));
    const closed = await this.transactions.read((tx) => this.calendars.closedDays(tx, siteId, dates));
    return [...closed.keys()];
  }
}
