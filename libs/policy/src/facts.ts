import type { LocalDate } from '@doorstep/kernel';

/** What is known about a person or a site. Intervals are `[from, to)`; stays and applications carry their own meaning. */
export interface Interval {
  readonly from: LocalDate;
  /** Exclusive; absent = still true. */
  readonly to?: LocalDate;
}

export interface PlaceFact extends Interval {
  readonly factId?: string;
  readonly province?: string;
  readonly city: string;
  readonly district: string;
  readonly town?: string;
}

export interface CategoryFact extends Interval {
  readonly factId?: string;
  readonly code: string;
}

export interface AbilityFact {
  readonly factId?: string;
  readonly level: number;
  readonly from: LocalDate;
}

/** `from` = admission or moving in, `to` = discharge or moving out. Whether the end days are blocked is the pack's word. */
export interface StayFact extends Interval {
  readonly factId?: string;
  readonly kind: 'hospital' | 'institution';
}

export interface ApplicationFact {
  readonly factId?: string;
  readonly for: string;
  readonly appliedOn: LocalDate;
  readonly approvedOn?: LocalDate;
  readonly firstIssuedOn?: LocalDate;
  /** The first day that the enrolment no longer covers. */
  readonly endsOn?: LocalDate;
}

/** What is known about a person, for every date at once; `decide` takes what holds on the service date. */
export interface PersonFacts {
  readonly bornOn?: LocalDate;
  readonly birthFactId?: string;
  readonly diedOn?: LocalDate;
  readonly deathFactId?: string;
  readonly hukou: readonly PlaceFact[];
  readonly livesIn: readonly PlaceFact[];
  readonly categories: readonly CategoryFact[];
  readonly abilityLevel: readonly AbilityFact[];
  readonly stays: readonly StayFact[];
  readonly applications: readonly ApplicationFact[];
}

export interface SiteFacts {
  readonly code: string;
  readonly province?: string;
  readonly city: string;
  readonly district: string;
  readonly town: string;
  readonly schedule?: string;
  readonly standardMealPriceFen?: number;
}

export interface CalendarDay {
  readonly date: LocalDate;
  /** `holiday` = any day of a break; `statutory` = one of those that the law itself names, which is a holiday as well. */
  readonly kind: 'holiday' | 'statutory' | 'makeup_workday';
}
