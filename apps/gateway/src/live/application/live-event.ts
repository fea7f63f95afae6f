/** What a screen can follow. */
export const LIVE_TOPICS = [
  'orders',
  'menus',
  'shifts',
  'bookings',
  'stays',
  'sessions',
  'claims',
  'budgets',
  'statements',
  'grants',
  'payees',
  'findings',
  'finding-requests',
] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** That something happened to a thing; what it is, the screen asks the service, which decides what the caller may see of it. */
export interface LiveEvent {
  readonly topic: LiveTopic;
  /** Wire name of the event version. */
  readonly type: string;
  /** Of the thing: an id, or what names a menu (`site/date/period`), a session (`site/date`) or a year. */
  readonly thing: string;
  readonly siteId: string | null;
  /** For deciding who is told; it is never sent. */
  readonly personId: string | null;
  /** RFC 3339. */
  readonly at: string;
}

/** Where an event lies in the order of commits: the transaction that kept it, and its number there (ADR 0003). */
export interface LivePlace {
  readonly xid: bigint;
  readonly position: bigint;
}

export interface KeptEvent extends LiveEvent {
  readonly place: LivePlace;
}

export function isAfter(one: LivePlace, other: LivePlace): boolean {
  return one.xid > other.xid || (one.xid === other.xid && one.position > other.position);
}

/** As browsers keep it and send it back in `Last-Event-ID`. */
export function placeId({ xid, position }: LivePlace): string {
  return `${xid}.${position}`;
}

/** Undefined for whatever is no such id. */
export function placeOf(id: string): LivePlace | undefined {
  const [, xid, position] = /^(\d{1,18})\.(\d{1,18})$/.exec(id) ?? [];
  return xid === undefined || position === undefined ? undefined : { xid: BigInt(xid), position: BigInt(position) };
}
