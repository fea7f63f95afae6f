import { z } from 'zod';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { PageQuery } from '../http/page.js';

const Name = z.string().min(1).max(200);
const Moment = z.union([InstantField, DateField], {
  error: 'must be a date such as 2026-11-22, or a moment such as 2026-11-22T12:00:00+08:00',
});
const FenText = z.string().regex(/^-?\d{1,13}$/, 'must be an integer number of fen');
const IndexText = z.string().regex(/^(0|[1-9]\d{0,17})$/, 'must be a journal index');

/** What events can lack; the groups of a total that have no key lead there. */
export const MissingFact = z.enum([
  'type',
  'site',
  'city',
  'district',
  'town',
  'actor',
  'funder',
  'reason',
  'till',
  'source',
]);

const FILTER = {
  topic: Name.optional(),
  type: Name.optional(),
  source: Name.optional(),
  subject: Name.optional(),
  personId: Id.optional(),
  correlationId: z.string().min(1).max(100).optional(),
  siteId: Code.optional(),
  /** Events of an area itself, and of all sites in it, on any level from province to town. */
  area: Code.optional(),
  /** Events of sites in it only. */
  siteArea: Code.optional(),
  actor: Name.optional(),
  funder: Code.optional(),
  reason: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
    .optional(),
  tillId: Code.optional(),
  /** Id of an order, booking, claim, statement, ledger transaction or finding that the event speaks of. */
  reference: Id.optional(),
  /** Amount, from (inclusive) … to (inclusive). */
  minFen: FenText.optional(),
  maxFen: FenText.optional(),
  without: MissingFact.optional(),
  /** Time of the event, from (inclusive) … to (exclusive). A bare date means its first instant in Asia/Shanghai. */
  from: Moment.optional(),
  to: Moment.optional(),
  /** Only what was journalled below this index: two questions with the same snapshot are answered from the same events. */
  snapshot: IndexText.optional(),
};

/** All filters that are given must hold. */
export const EventFilterQuery = z.strictObject(FILTER);
export type EventFilterQuery = z.infer<typeof EventFilterQuery>;

/** Query of `GET v1/events`: by time of the event, then by arrival. */
export const EventListQuery = z.strictObject({
  ...PageQuery.shape,
  ...FILTER,
  order: z.enum(['asc', 'desc']).default('asc'),
});
export type EventListQuery = z.infer<typeof EventListQuery>;

export const HistogramBucket = z.enum(['hour', 'day', 'week', 'month']);
export type HistogramBucket = z.infer<typeof HistogramBucket>;

/** Query of `GET v1/events/histogram`. Without a bucket, one that gives a readable number of bars is chosen. */
export const EventHistogramQuery = z.strictObject({ ...FILTER, bucket: HistogramBucket.optional() });
export type EventHistogramQuery = z.infer<typeof EventHistogramQuery>;

const Sum = { events: z.int(), amountFen: z.int(), eventsUrl: z.string() };

/** Every number leads to the events behind it. Buckets are of Asia/Shanghai; empty ones are left out. */
export const EventHistogram = z
  .object({
    snapshot: z.string(),
    bucket: HistogramBucket,
    items: z.array(z.object({ from: z.string(), to: z.string(), ...Sum })),
    total: z.object(Sum),
  })
  .meta({ id: 'EventHistogram' });
export type EventHistogram = z.infer<typeof EventHistogram>;

export const TotalsKey = z.enum([
  'type',
  'site',
  'city',
  'district',
  'town',
  'actor',
  'funder',
  'reason',
  'till',
  'source',
]);
export type TotalsKey = z.infer<typeof TotalsKey>;

/** Query of `GET v1/events/totals`; the groups with most events come first. */
export const EventTotalsQuery = z.strictObject({ ...FILTER, groupBy: TotalsKey, limit: PageQuery.shape.limit });
export type EventTotalsQuery = z.infer<typeof EventTotalsQuery>;

/** By funder, an event counts for each of its funders, with the share of each, and once in the total. `groups` counts also those not listed. */
export const EventTotals = z
  .object({
    snapshot: z.string(),
    groupBy: TotalsKey,
    items: z.array(z.object({ key: z.string().nullable(), ...Sum })),
    groups: z.int(),
    total: z.object(Sum),
  })
  .meta({ id: 'EventTotals' });
export type EventTotals = z.infer<typeof EventTotals>;

export const SaveQuery = z.strictObject({ name: z.string().trim().min(1).max(100), filter: EventFilterQuery });
export type SaveQuery = z.infer<typeof SaveQuery>;

/** `eventsUrl` may be shared: everything that it asks stands in it. */
export const SavedQueryView = z
  .object({
    id: Id,
    name: z.string(),
    filter: EventFilterQuery,
    savedBy: z.string(),
    savedAt: z.string(),
    eventsUrl: z.string(),
  })
  .meta({ id: 'SavedQuery' });
export type SavedQueryView = z.infer<typeof SavedQueryView>;

export const SavedQueryPage = z
  .object({ items: z.array(SavedQueryView), next: z.string().nullable() })
  .meta({ id: 'SavedQueryPage' });
export type SavedQueryPage = z.infer<typeof SavedQueryPage>;

export const SavedQueryListQuery = z.strictObject(PageQuery.shape);
export type SavedQueryListQuery = z.infer<typeof SavedQueryListQuery>;

export const TimelineKind = z.enum(['order', 'booking', 'claim', 'person', 'statement', 'finding']);
export type TimelineKind = z.infer<typeof TimelineKind>;

export const TimelinePath = z.strictObject({ kind: TimelineKind, id: Id });
export type TimelinePath = z.infer<typeof TimelinePath>;

export const TimelineQuery = z.strictObject(PageQuery.shape);
export type TimelineQuery = z.infer<typeof TimelineQuery>;
