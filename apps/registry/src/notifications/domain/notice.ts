import type { LocalDate } from '@doorstep/kernel';

export type NoticeKind =
  | 'order_cancelled_by_site'
  | 'delivery_failed'
  | 'order_cut_off_near'
  | 'booking_cancelled_by_centre'
  | 'waitlist_offer'
  | 'money_lapsing'
  | 'clarification_asked'
  | 'application_decided'
  | 'renewal_due';

/** Which right of the elder a family account needs to be told. */
export type NoticeRight = 'order' | 'book' | 'bills';

interface NoticeRule {
  readonly right: NoticeRight;
  /** A meal or care that somebody counts on does not come, or a door stays shut: somebody calls, whatever was agreed to. */
  readonly urgent: boolean;
  /** Nobody is called about what comes every week. */
  readonly neverByCall?: true;
}

export const NOTICE_RULES: Readonly<Record<NoticeKind, NoticeRule>> = {
  order_cancelled_by_site: { right: 'order', urgent: true },
  delivery_failed: { right: 'order', urgent: true },
  booking_cancelled_by_centre: { right: 'book', urgent: true },
  // A place that is kept for two hours and goes to the next one then.
  waitlist_offer: { right: 'book', urgent: true },
  order_cut_off_near: { right: 'order', urgent: false, neverByCall: true },
  money_lapsing: { right: 'bills', urgent: false },
  clarification_asked: { right: 'bills', urgent: false },
  application_decided: { right: 'bills', urgent: false },
  renewal_due: { right: 'bills', urgent: false },
};

/** Ids, codes, dates and amounts; never words about somebody. */
export interface NoticeSubject {
  /** Of the order, booking, application or lot that it is about. */
  readonly ref: string;
  readonly siteId?: string;
  readonly date?: string;
  readonly mealPeriod?: string;
  readonly reason?: string;
  readonly scheme?: string;
  readonly fen?: number;
  /** Until when something has to be done, as an instant. */
  readonly until?: string;
}

export interface NewNotice {
  readonly personId: string;
  readonly kind: NoticeKind;
  /** The same happening told again (a replay, a second reader) is one notice: the id of the event, or what it is about. */
  readonly onceKey: string;
  readonly about: NoticeSubject;
}

/** A notice that is told on a day unless what it is about has gone by then. */
export interface PlannedNotice extends NewNotice {
  readonly dueOn: LocalDate;
  /** Not before this moment of the day. */
  readonly dueAt?: Date;
  /** From then on it is of no use any more. */
  readonly until?: Date;
}

/** How a notice goes out, beside the inbox in which it always lies. */
export interface Reach {
  /** The elder agreed to messages. */
  readonly messages: boolean;
  /** The elder agreed to calls. */
  readonly calls: boolean;
  /** Somebody of the family has an account with the right to be told. */
  readonly family: boolean;
}

/** Calls are for those whom nothing else reaches. */
export function waysFor(kind: NoticeKind, { messages, calls, family }: Reach): { message: boolean; call: boolean } {
  const reached = messages || family;
  const { urgent, neverByCall = false } = NOTICE_RULES[kind];
  return { message: messages, call: !reached && !neverByCall && (calls || urgent) };
}
