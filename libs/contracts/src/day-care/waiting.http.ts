import { z } from 'zod';
import { ActChannel } from '../events/act-channel.js';
import { Code, DateField, Id, InstantField, TimeField } from '../events/fields.js';
import { PlaceBooking } from './booking.http.js';

export const WaitingState = z.enum(['waiting', 'offered', 'accepted', 'declined', 'expired', 'left', 'closed']);
export type WaitingState = z.infer<typeof WaitingState>;

/** Body of `POST v1/waiting`: the visit that is wanted. The client makes the id, so that a retry is the same; the booking will have it. */
export const JoinWaitlist = z.strictObject(PlaceBooking.shape).meta({ id: 'JoinWaitlist' });
export type JoinWaitlist = z.infer<typeof JoinWaitlist>;

export const AnswerOffer = z.strictObject({ via: ActChannel.optional() }).prefault({}).meta({ id: 'AnswerOffer' });
export type AnswerOffer = z.infer<typeof AnswerOffer>;

export const WaitingView = z
  .object({
    id: Id,
    personId: Id,
    siteId: Code,
    serviceDate: DateField,
    arrivesAt: TimeField,
    plannedMinutes: z.int(),
    withLunch: z.boolean(),
    state: WaitingState,
    /** How many are before this one; null when it waits no more. */
    ahead: z.int().min(0).nullable(),
    joinedAt: InstantField,
    offeredAt: InstantField.nullable(),
    /** Until when the place is kept. */
    offerUntil: InstantField.nullable(),
    endedAt: InstantField.nullable(),
  })
  .meta({ id: 'DayCareWaiting' });
export type WaitingView = z.infer<typeof WaitingView>;

export const MOST_WAITING = 200;

/** Those of a person, or of a centre on a date; at least one of `siteId` and `personId`. */
export const WaitingListQuery = z
  .strictObject({
    siteId: Code.optional(),
    serviceDate: DateField.optional(),
    personId: Id.optional(),
    state: WaitingState.optional(),
  })
  .refine((query) => query.siteId !== undefined || query.personId !== undefined, {
    path: ['siteId'],
    message: 'name a centre or a person',
  });
export type WaitingListQuery = z.infer<typeof WaitingListQuery>;

/** In line, of the earliest date first; at most 200. */
export const WaitingList = z.object({ items: z.array(WaitingView).max(MOST_WAITING) }).meta({ id: 'WaitingList' });
export type WaitingList = z.infer<typeof WaitingList>;
