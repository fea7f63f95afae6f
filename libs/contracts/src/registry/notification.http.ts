import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';

export const NOTICE_KINDS = [
  'order_cancelled_by_site',
  'delivery_failed',
  'order_cut_off_near',
  'booking_cancelled_by_centre',
  'waitlist_offer',
  'money_lapsing',
  'clarification_asked',
  'application_decided',
  'renewal_due',
] as const;
export const NoticeKind = z.enum(NOTICE_KINDS);
export type NoticeKind = z.infer<typeof NoticeKind>;

/** What a notice is about: ids, codes, dates and amounts; screens put words and names to it. */
const NoticeSubject = z.object({
  ref: z.string().max(100),
  siteId: Code.optional(),
  date: DateField.optional(),
  mealPeriod: Code.optional(),
  reason: Code.optional(),
  scheme: Code.optional(),
  fen: z.int().optional(),
  /** Until when something has to be done. */
  until: InstantField.optional(),
});
export type NoticeSubject = z.infer<typeof NoticeSubject>;

export const NotificationView = z
  .object({
    notificationId: Id,
    personId: Id,
    kind: NoticeKind,
    urgent: z.boolean(),
    about: NoticeSubject,
    createdAt: InstantField,
    /** By the caller's own account. */
    readAt: InstantField.nullable(),
    /** Seen and taken care of, by anybody; then nobody needs to be called any more. */
    acknowledgedAt: InstantField.nullable(),
  })
  .meta({ id: 'Notification' });
export type NotificationView = z.infer<typeof NotificationView>;

export const NotificationQuery = z.strictObject({
  ...PageQuery.shape,
  personId: Id.optional(),
  unread: z.enum(['true', 'false']).optional(),
});
export type NotificationQuery = z.infer<typeof NotificationQuery>;

export const NotificationPage = pageOf(NotificationView).meta({ id: 'NotificationPage' });
export type NotificationPage = z.infer<typeof NotificationPage>;

export const CallView = z
  .object({
    callId: Id,
    notificationId: Id,
    personId: Id,
    kind: NoticeKind,
    urgent: z.boolean(),
    about: NoticeSubject,
    state: z.enum(['open', 'reached', 'given_up']),
    attempts: z.int().min(0),
    /** Who has it in hand until then. */
    claimedBy: z.string().nullable(),
    claimedUntil: InstantField.nullable(),
    createdAt: InstantField,
  })
  .meta({ id: 'Call' });
export type CallView = z.infer<typeof CallView>;

export const CallQuery = z.strictObject({ limit: PageQuery.shape.limit });
export type CallQuery = z.infer<typeof CallQuery>;

export const CallList = z.object({ items: z.array(CallView).max(200) }).meta({ id: 'CallList' });
export type CallList = z.infer<typeof CallList>;

export const RecordCall = z
  .strictObject({ outcome: z.enum(['reached', 'no_answer', 'wrong_number']) })
  .meta({ id: 'RecordCall' });
export type RecordCall = z.infer<typeof RecordCall>;
