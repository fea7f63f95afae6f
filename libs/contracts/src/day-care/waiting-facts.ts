import { z } from 'zod';
import { Code, DateField, Id } from '../events/fields.js';

/** What every event of somebody who waits for a place repeats. `waitingId` is the id of the booking that it may become. */
export const WaitingRef = z.looseObject({ waitingId: Id, personId: Id, siteId: Code, serviceDate: DateField });

/** How waiting ended. `closed`: nobody is offered anything any more, or the person cannot attend. */
export const WaitingEnd = z.enum(['accepted', 'declined', 'expired', 'left', 'closed']);
export type WaitingEnd = z.infer<typeof WaitingEnd>;
