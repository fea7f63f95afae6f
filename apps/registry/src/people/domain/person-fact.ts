import type { LocalDate } from '@doorstep/kernel';
import { isLocalDate } from '@doorstep/kernel';
import { FactRefusedError } from './person-fact.errors.js';

/** Where somebody is registered or lives, as codes of areas. */
export interface FactPlace {
  readonly province?: string | undefined;
  readonly city: string;
  readonly district: string;
  readonly town?: string | undefined;
}

export type FactValue =
  | { readonly kind: 'birth'; readonly bornOn: string }
  | { readonly kind: 'death'; readonly diedOn: string }
  | { readonly kind: 'hukou'; readonly place: FactPlace }
  | { readonly kind: 'residence'; readonly place: FactPlace }
  | { readonly kind: 'category'; readonly category: string }
  | { readonly kind: 'ability_level'; readonly level: number }
  | { readonly kind: 'stay'; readonly stay: 'hospital' | 'institution' }
  | {
      readonly kind: 'application';
      readonly for: string;
      readonly appliedOn: string;
      readonly approvedOn?: string | undefined;
      readonly firstIssuedOn?: string | undefined;
      readonly endsOn?: string | undefined;
    };

/** A value with its valid time `[validFrom, validTo)`; a stay counts both end days. */
export interface DatedFact<V extends FactValue = FactValue> {
  readonly value: V;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
}

/** A fact as it was recorded; it is never edited, only replaced or retracted. */
export interface PersonFact extends DatedFact {
  readonly factId: string;
  readonly personId: string;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly source: string | null;
  readonly replacesFactId: string | null;
}

/** Gives a value its valid time. Facts that carry their own date are given no interval. Throws FactRefusedError. */
export function datedFact(value: FactValue, validFrom?: string, validTo?: string | null): DatedFact {
  const own = ownDateOf(value);
  const end = validTo ?? null;
  if (own !== undefined) {
    if ((validFrom !== undefined && validFrom !== own) || end !== null)
      throw new FactRefusedError('PERSON_FACT.INTERVAL_NOT_ALLOWED', `${value.kind} carries its own date`);
    return { value, validFrom: plausible(own), validTo: null };
  }
  if (validFrom === undefined)
    throw new FactRefusedError('PERSON_FACT.VALID_FROM_REQUIRED', `${value.kind} needs the date from which it holds`);
  return { value, validFrom: plausible(validFrom), validTo: end === null ? null : plausible(end) };
}

function ownDateOf(value: FactValue): string | undefined {
  if (value.kind === 'birth') return value.bornOn;
  if (value.kind === 'death') return value.diedOn;
  return value.kind === 'application' ? value.appliedOn : undefined;
}

function plausible(date: string): LocalDate {
  if (!isLocalDate(date)) throw new FactRefusedError('PERSON_FACT.DATE_IMPLAUSIBLE', 'no date between 1850 and 2199');
  return date;
}

/**
 * What makes two facts of one person the same statement, of which only one can be believed: a birth, a death, a status from a day on,
 * an application made on a day. A newer list that says otherwise replaces the older fact.
 */
export function identityOf({ value, validFrom }: DatedFact): string {
  switch (value.kind) {
    case 'birth':
    case 'death':
      return value.kind;
    case 'category':
      return `category/${value.category}/${validFrom}`;
    case 'stay':
      return `stay/${value.stay}/${validFrom}`;
    case 'application':
      return `application/${value.for}/${validFrom}`;
    default:
      return `${value.kind}/${validFrom}`;
  }
}

/** True when nothing new is said. */
export function sayTheSame(a: DatedFact, b: DatedFact): boolean {
  return identityOf(a) === identityOf(b) && a.validTo === b.validTo && detailOf(a.value) === detailOf(b.value);
}

function detailOf(value: FactValue): string {
  if (value.kind === 'hukou' || value.kind === 'residence') {
    const { province, city, district, town } = value.place;
    return [province, city, district, town].join('/');
  }
  if (value.kind === 'application') return [value.approvedOn, value.firstIssuedOn, value.endsOn].join('/');
  if (value.kind === 'ability_level') return String(value.level);
  return ownDateOf(value) ?? '';
}
