import {
  BookingCancelledV1,
  BookingConfirmedV1,
  BookingNoShowV1,
  StayCompletedV1,
  StayInsuranceRecordedV1,
} from '@doorstep/contracts';
import type { BatchContext, Later, ReceivedEvent } from '@doorstep/messaging';
import { EventConsumer, On } from '@doorstep/messaging';
import { DecideClaimsHandler } from '../application/decide-claims.handler.js';
import type { CareEvent } from './care-happening.js';
import { careHappening } from './care-happening.js';
import { decideAll } from './decide-all.js';

/** Bookings and stays of day care. A stay may arrive before its booking: the two topics are not ordered against each other. */
@EventConsumer()
export class DayCareConsumer {
  constructor(private readonly decide: DecideClaimsHandler) {}

  @On(BookingConfirmedV1, BookingCancelledV1, BookingNoShowV1, StayCompletedV1, StayInsuranceRecordedV1)
  async changed(events: readonly ReceivedEvent<CareEvent>[], { tx }: BatchContext): Promise<readonly Later[]> {
    return decideAll(this.decide, tx, events, careHappening);
  }
}
