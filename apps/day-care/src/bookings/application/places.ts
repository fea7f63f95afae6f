import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { CentreCalendars } from '../../centres/application/centre-calendars.port.js';
import { Centres } from '../../centres/application/centres.port.js';
import type { Centre } from '../../centres/domain/centre.js';
import { CentreClosedError, CentreNotFoundError } from '../../centres/domain/centre.errors.js';
import { People } from '../../people/application/people.port.js';
import { obstacleOn } from '../../people/domain/attendance-obstacle.js';
import { Sessions } from '../../sessions/application/sessions.port.js';
import { bookableUntil } from '../../sessions/domain/session.js';
import { SessionNotFoundError } from '../../sessions/domain/session.errors.js';
import type { Booking } from '../domain/booking.js';
import { CannotAttendError, PersonUnknownError, SessionFullError } from '../domain/booking.errors.js';
import { assertNoticeKept, assertWithinHours } from '../domain/booking-rules.js';

const DATES_NAMED = 3;

type Visit = Pick<Booking, 'personId' | 'siteId' | 'serviceDate' | 'arrivesAt' | 'plannedMinutes'>;

/** Whether a booking can be had at all, and the taking of its place: the session's row is the last lock. */
@Injectable()
export class Places {
  constructor(
    private readonly centres: Centres,
    private readonly calendars: CentreCalendars,
    private readonly people: People,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async take(tx: Tx, booking: Booking, byCentre: boolean): Promise<void> {
    await this.check(tx, booking, byCentre);
    const taken = await this.sessions.takePlace(tx, booking.siteId, booking.serviceDate);
    if (!taken) throw await this.full(tx, booking, byCentre);
    // The hours may have been planned anew and the day closed between the two statements; now the row is locked.
    await this.assertOpen(tx, booking);
    assertWithinHours(taken, booking.arrivesAt, booking.plannedMinutes);
  }

  /** Whether such a visit could be had if a place were free. */
  async check(tx: Tx, booking: Visit, byCentre: boolean): Promise<void> {
    const centre = await this.assertOpen(tx, booking);
    await this.assertMayAttend(tx, booking);
    const session = await this.sessions.find(tx, booking.siteId, booking.serviceDate);
    if (!session) throw new SessionNotFoundError(booking.siteId, booking.serviceDate);
    assertNoticeKept(session, byCentre, this.clock.now(), centre.phone);
    assertWithinHours(session, booking.arrivesAt, booking.plannedMinutes);
  }

  /** Asked again under the session's lock: the centre's calendar may have changed. Throws CentreClosedError. */
  async assertOpen(tx: Tx, { siteId, serviceDate }: Pick<Visit, 'siteId' | 'serviceDate'>): Promise<Centre> {
    const centre = await this.centres.find(tx, siteId);
    if (!centre) throw new CentreNotFoundError(siteId);
    if (!centre.active) throw new CentreClosedError(centre);
    const closed = (await this.calendars.closedDays(tx, siteId, [serviceDate])).get(serviceDate);
    if (closed) throw new CentreClosedError(centre, closed);
    return centre;
  }

  private async assertMayAttend(tx: Tx, { personId, serviceDate }: Visit): Promise<void> {
    if (!(await this.people.isKnown(tx, personId))) throw new PersonUnknownError();
    const facts = (await this.people.absencesOf(tx, [personId])).get(personId) ?? [];
    const obstacle = obstacleOn(serviceDate, facts);
    if (obstacle) throw new CannotAttendError(obstacle, serviceDate);
  }

  private async full(tx: Tx, { siteId, serviceDate }: Booking, byCentre: boolean): Promise<SessionFullError> {
    const now = this.clock.now();
    const near = await this.sessions.nearestFree(tx, siteId, serviceDate, shanghaiDate(now));
    const dates = near.map((session) => session.serviceDate);
    const closed = await this.calendars.closedDays(tx, siteId, dates);
    const open = near.filter(
      (session) => !closed.has(session.serviceDate) && (byCentre || now <= bookableUntil(session)),
    );
    return new SessionFullError(
      siteId,
      serviceDate,
      open.slice(0, DATES_NAMED).map((session) => session.serviceDate),
    );
  }
}
