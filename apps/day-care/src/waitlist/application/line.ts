import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ActChannel, JoinWaitlist } from '@doorstep/contracts';
import { MOST_WAITING } from '@doorstep/contracts';
import { assert } from '@doorstep/kernel';
import type { Clock, LocalDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { actsForCentre, bookedBy } from '../../bookings/application/booking-access.js';
import { Bookings } from '../../bookings/application/bookings.port.js';
import { Places } from '../../bookings/application/places.js';
import type { Booking } from '../../bookings/domain/booking.js';
import { confirmed } from '../../bookings/domain/booking.js';
import { AlreadyBookedError, BookingIdTakenError } from '../../bookings/domain/booking.errors.js';
import { assertBookableDate } from '../../bookings/domain/booking-rules.js';
import { Sessions } from '../../sessions/application/sessions.port.js';
import type { Waiting } from '../domain/waiting.js';
import { accepted, refused } from '../domain/waiting.js';
import {
  AlreadyWaitingError,
  PlacesFreeError,
  WaitingNotFoundError,
  WaitlistFullError,
} from '../domain/waiting.errors.js';
import { Waitings } from './waitings.port.js';

/** What people do in the line of a session. The person's lane is held; the session's row is the last lock. */
@Injectable()
export class Line {
  constructor(
    private readonly waitings: Waitings,
    private readonly bookings: Bookings,
    private readonly places: Places,
    private readonly sessions: Sessions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async join(tx: Tx, actor: Actor, visit: Omit<JoinWaitlist, 'via'>): Promise<Waiting> {
    const now = this.clock.now();
    const open = { state: 'waiting', joinedAt: now, offeredAt: null, offerUntil: null, endedAt: null } as const;
    const waiting: Waiting = {
      ...visit,
      ...open,
      serviceDate: visit.serviceDate as LocalDate,
      bookedBy: bookedBy(actor),
    };
    assertBookableDate(waiting.serviceDate, now);
    await this.assertNew(tx, waiting);
    await this.places.check(tx, waiting, actsForCentre(actor, waiting.siteId));
    if (!(await this.sessions.move(tx, waiting, 'join', MOST_WAITING))) throw await this.refusal(tx, waiting);
    await this.places.assertOpen(tx, waiting);
    await this.waitings.insert(tx, waiting);
    return waiting;
  }

  /** The kept place becomes a booking of the same id. */
  async accept(tx: Tx, actor: Actor, id: string, via: ActChannel): Promise<{ waiting: Waiting; booking: Booking }> {
    const waiting = accepted(await this.locked(tx, id), this.clock.now());
    await this.assertUnbooked(tx, waiting);
    await this.places.check(tx, waiting, actsForCentre(actor, waiting.siteId));
    const { arrivesAt, plannedMinutes, withLunch, personId, siteId, serviceDate, bookedBy: by } = waiting;
    const visit = { id, personId, siteId, serviceDate, arrivesAt, plannedMinutes, withLunch };
    const booking = confirmed({ ...visit, bookedBy: by, confirmedAt: this.clock.now() });
    const taken = await this.sessions.move(tx, waiting, 'take');
    assert(taken !== undefined, 'a place that was offered is kept');
    await this.places.assertOpen(tx, waiting);
    await this.waitings.update(tx, waiting);
    await this.bookings.insert(tx, booking, { by: actorRef(actor), via });
    return { waiting, booking };
  }

  async refuse(tx: Tx, id: string): Promise<Waiting> {
    const waiting = refused(await this.locked(tx, id), this.clock.now());
    await this.sessions.move(tx, waiting, waiting.state === 'declined' ? 'give_back' : 'leave');
    await this.waitings.update(tx, waiting);
    return waiting;
  }

  private async locked(tx: Tx, id: string): Promise<Waiting> {
    const waiting = await this.waitings.lock(tx, id);
    if (!waiting) throw new WaitingNotFoundError();
    return waiting;
  }

  private async assertNew(tx: Tx, waiting: Waiting): Promise<void> {
    const { id, personId, serviceDate } = waiting;
    if ((await this.bookings.find(tx, id)) || (await this.waitings.find(tx, id))) throw new BookingIdTakenError();
    await this.assertUnbooked(tx, waiting);
    if (await this.waitings.waitsOn(tx, personId, serviceDate)) throw new AlreadyWaitingError();
  }

  private async assertUnbooked(tx: Tx, { personId, serviceDate }: Waiting): Promise<void> {
    const other = await this.bookings.findLive(tx, personId, serviceDate);
    if (other) throw new AlreadyBookedError(serviceDate, other.siteId);
  }

  private async refusal(tx: Tx, { siteId, serviceDate }: Waiting): Promise<Error> {
    const session = await this.sessions.find(tx, siteId, serviceDate);
    return session !== undefined && session.waiting >= MOST_WAITING
      ? new WaitlistFullError(MOST_WAITING)
      : new PlacesFreeError();
  }
}
