import type { LocalDate } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';

interface Place {
  readonly province?: string | undefined;
  readonly city: string;
  readonly district: string;
  readonly town?: string | undefined;
}

/** What a fact says, in the words of the registry's events. */
export type FactValue =
  | { readonly kind: 'birth'; readonly bornOn: string }
  | { readonly kind: 'death'; readonly diedOn: string }
  | { readonly kind: 'hukou' | 'residence'; readonly place: Place }
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

/** A fact as it is kept: what was believed, for which dates, and since when it is known. */
export interface FactRecord {
  readonly factId: string;
  readonly personId: string;
  readonly value: FactValue;
  readonly validFrom: LocalDate;
  readonly validTo: LocalDate | null;
  readonly recordedAt: string;
}

/**
 * All that is believed about a person, for every date at once. Of contradicting birth or death facts the one recorded last holds; of those
 * of several files, one of the file that stands for the person.
 */
export function personFacts(facts: readonly FactRecord[], standing?: string): PersonFacts {
  const inOrder = [...facts].sort(byRecording);
  const last = (kind: 'birth' | 'death'): FactRecord | undefined => {
    const told = inOrder.filter((fact) => fact.value.kind === kind);
    return told.findLast((fact) => fact.personId === standing) ?? told.at(-1);
  };
  const [birth, death] = [last('birth'), last('death')];
  return {
    ...(birth?.value.kind === 'birth' ? { bornOn: birth.value.bornOn as LocalDate, birthFactId: birth.factId } : {}),
    ...(death?.value.kind === 'death' ? { diedOn: death.value.diedOn as LocalDate, deathFactId: death.factId } : {}),
    hukou: inOrder.flatMap((fact) => place(fact, 'hukou')),
    livesIn: inOrder.flatMap((fact) => place(fact, 'residence')),
    categories: inOrder.flatMap((fact) =>
      fact.value.kind === 'category' ? [{ ...interval(fact), code: fact.value.category }] : [],
    ),
    abilityLevel: inOrder
      .flatMap((fact) =>
        fact.value.kind === 'ability_level'
          ? [{ factId: fact.factId, level: fact.value.level, from: fact.validFrom }]
          : [],
      )
      .sort((a, b) => compare(a.from, b.from)),
    stays: inOrder.flatMap((fact) =>
      fact.value.kind === 'stay' ? [{ ...interval(fact), kind: fact.value.stay }] : [],
    ),
    applications: inOrder.flatMap((fact) => application(fact)),
  };
}

/** The service dates that learning or retracting this fact can change. */
export function datesTouchedBy({ value, validFrom, validTo }: FactRecord): {
  from: LocalDate;
  to: LocalDate | undefined;
} {
  if (value.kind === 'birth') return { from: '1900-01-01' as LocalDate, to: undefined };
  if (value.kind === 'death') return { from: value.diedOn as LocalDate, to: undefined };
  if (value.kind === 'application') return { from: value.appliedOn as LocalDate, to: undefined };
  // An ability level holds until the next assessment, whatever the interval says.
  return { from: validFrom, to: value.kind === 'ability_level' ? undefined : (validTo ?? undefined) };
}

function place(fact: FactRecord, kind: 'hukou' | 'residence'): PersonFacts['hukou'][number][] {
  if (fact.value.kind !== kind) return [];
  const { province, city, district, town } = fact.value.place;
  return [
    {
      ...interval(fact),
      ...(province === undefined ? {} : { province }),
      city,
      district,
      ...(town === undefined ? {} : { town }),
    },
  ];
}

function application({ factId, value }: FactRecord): PersonFacts['applications'][number][] {
  if (value.kind !== 'application') return [];
  const { appliedOn, approvedOn, firstIssuedOn, endsOn } = value;
  return [
    {
      factId,
      for: value.for,
      appliedOn: appliedOn as LocalDate,
      ...(approvedOn === undefined ? {} : { approvedOn: approvedOn as LocalDate }),
      ...(firstIssuedOn === undefined ? {} : { firstIssuedOn: firstIssuedOn as LocalDate }),
      ...(endsOn === undefined ? {} : { endsOn: endsOn as LocalDate }),
    },
  ];
}

function interval({ factId, validFrom, validTo }: FactRecord): { factId: string; from: LocalDate; to?: LocalDate } {
  return { factId, from: validFrom, ...(validTo === null ? {} : { to: validTo }) };
}

function byRecording(a: FactRecord, b: FactRecord): number {
  return compare(a.recordedAt, b.recordedAt) || compare(a.factId, b.factId);
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
