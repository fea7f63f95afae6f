import type { LocalDate } from '@doorstep/kernel';
import type { Site } from './site.js';

/** Monday is 1, Sunday 7; times are `HH:MM` in Asia/Shanghai. */
export interface OpeningHours {
  readonly weekday: number;
  readonly opensAt: string;
  readonly closesAt: string;
}

export interface TruckStop {
  readonly stop: string;
  readonly name: string;
  readonly town: string;
  readonly weekday: number;
  readonly arrivesAt: string;
  readonly leavesAt: string;
}

export type ClosureReason = 'holiday' | 'repair' | 'disinfection' | 'weather' | 'staff' | 'other';

/** What holds of a site for a time. Money is in fen, the range in metres. */
export type SiteTermValue =
  | { readonly kind: 'operator'; readonly company: string; readonly companyName: string }
  | {
      readonly kind: 'prices';
      readonly schedule: string | null;
      readonly standardMealPriceFen: number | null;
      readonly deliveryFeeFen: number;
    }
  | {
      readonly kind: 'canteen';
      readonly windows: number;
      readonly seats: number;
      readonly kitchen: 'kitchen' | 'serving_point';
      readonly suppliedBy: string | null;
      readonly deliveryRangeM: number | null;
    }
  | {
      readonly kind: 'day_care';
      readonly rooms: readonly { readonly room: string; readonly places: number }[];
      readonly eldersPerCarer: number;
    }
  | { readonly kind: 'stops'; readonly stops: readonly TruckStop[] }
  | { readonly kind: 'opening'; readonly hours: readonly OpeningHours[] }
  | { readonly kind: 'closure'; readonly reason: ClosureReason };

export type SiteTermKind = SiteTermValue['kind'];

/** Holds in [from, to), and at most until the next of its series begins. Nothing of what was recorded is changed. */
export interface DatedTerm {
  readonly from: LocalDate;
  readonly to: LocalDate | null;
  readonly term: SiteTermValue;
}

export interface SiteTerm extends DatedTerm {
  readonly termId: string;
  readonly siteId: string;
  /** Counts the terms of the site from 1. */
  readonly version: number;
  readonly series: string;
}

/** The site as its terms of a day say: prices and places stand in both. */
export function withTerms<S extends Site>(site: S, terms: readonly DatedTerm[]): S {
  return terms.reduce((state, { term }) => ({ ...state, ...saidOf(term) }), site);
}

function saidOf(term: SiteTermValue): Partial<Site> {
  if (term.kind === 'day_care') return { places: term.rooms.reduce((sum, { places }) => sum + places, 0) };
  if (term.kind !== 'prices') return {};
  const { schedule, standardMealPriceFen, deliveryFeeFen } = term;
  return { schedule, standardMealPriceFen, deliveryFeeFen };
}

/** Whether the site stands as it would with these terms. */
export function agrees(site: Site, terms: readonly DatedTerm[]): boolean {
  const said = withTerms(site, terms);
  return (Object.keys(said) as (keyof Site)[]).every((member) => said[member] === site[member]);
}
