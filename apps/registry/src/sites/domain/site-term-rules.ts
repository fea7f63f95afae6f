import type { SiteTermRefusal } from './site.errors.js';
import { SiteTermRefusedError } from './site.errors.js';
import type { Site, SiteKind } from './site.js';
import type { DatedTerm, OpeningHours, SiteTermKind, TruckStop } from './site-term.js';

const ALL: readonly SiteTermKind[] = ['operator', 'opening', 'closure'];

/** Which terms a site of a kind has. */
export const TERMS_OF: Readonly<Record<SiteKind, readonly SiteTermKind[]>> = {
  canteen: [...ALL, 'prices', 'canteen'],
  mobile_canteen: [...ALL, 'prices', 'stops'],
  day_care_centre: [...ALL, 'prices', 'day_care'],
  service_centre: ALL,
};

/** Throws SiteTermRefusedError unless the term makes sense of this site, whatever else is recorded. */
export function checkTerm({ siteId, siteKind }: Site, { from, to, term }: DatedTerm): void {
  if (!TERMS_OF[siteKind].includes(term.kind))
    refuse('SITE_TERM.NOT_OF_KIND', `a ${siteKind} has no term ${term.kind}`);
  if (to !== null && to <= from) refuse('SITE_TERM.INTERVAL_UPSIDE_DOWN', 'it ends before it begins');
  if (term.kind === 'closure' && to === null) refuse('SITE_TERM.END_REQUIRED', 'a closure names the day of reopening');
  if (term.kind === 'day_care' && new Set(term.rooms.map(({ room }) => room)).size < term.rooms.length)
    refuse('SITE_TERM.ROOM_TWICE', 'a room is named twice');
  if (term.kind === 'canteen') checkSupplier(siteId, term.kitchen, term.suppliedBy);
  if (term.kind === 'stops') checkSpans(term.stops.map(spanOfStop), 'SITE_TERM.TWO_PLACES_AT_ONCE');
  if (term.kind === 'opening') checkSpans(term.hours.map(spanOfHours), 'SITE_TERM.HOURS_OVERLAP');
}

function checkSupplier(siteId: string, kitchen: 'kitchen' | 'serving_point', suppliedBy: string | null): void {
  const wrong = kitchen === 'kitchen' ? suppliedBy !== null : suppliedBy === null || suppliedBy === siteId;
  if (wrong)
    refuse('SITE_TERM.SUPPLIER_UNKNOWN', 'a serving point names another site that cooks for it, a kitchen none');
}

interface Span {
  readonly weekday: number;
  readonly begins: string;
  readonly ends: string;
}

const spanOfStop = ({ weekday, arrivesAt, leavesAt }: TruckStop): Span => ({
  weekday,
  begins: arrivesAt,
  ends: leavesAt,
});
const spanOfHours = ({ weekday, opensAt, closesAt }: OpeningHours): Span => ({
  weekday,
  begins: opensAt,
  ends: closesAt,
});

function checkSpans(spans: readonly Span[], overlap: SiteTermRefusal): void {
  for (const [index, span] of spans.entries()) {
    if (span.ends <= span.begins) refuse('SITE_TERM.HOURS_UPSIDE_DOWN', 'it ends before it begins');
    const other = spans
      .slice(index + 1)
      .find((each) => each.weekday === span.weekday && each.begins < span.ends && span.begins < each.ends);
    if (other) refuse(overlap, `twice on weekday ${span.weekday} at ${other.begins}`);
  }
}

function refuse(code: SiteTermRefusal, message: string): never {
  throw new SiteTermRefusedError(code, message);
}
