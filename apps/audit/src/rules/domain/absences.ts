import { isLocalDate, isUuid } from '@doorstep/kernel';

/** A time in which a person cannot have come: `from` is the day of death or admission. */
export interface Absence {
  readonly personId: string;
  readonly kind: 'death' | 'hospital' | 'institution';
  readonly from: string;
  readonly to: string | null;
  readonly eventId: string;
}

interface Read {
  readonly id: string | null;
  readonly document: unknown;
}

type Members = Readonly<Record<string, unknown>>;

/** Collects deaths and stays from the events of persons, in order of arrival; what was retracted or replaced does not count. */
export class Absences {
  private readonly byFact = new Map<string, Absence>();

  take({ id, document }: Read): void {
    const data = isObject(document) && isObject(document['data']) ? document['data'] : {};
    const { factId, replacesFactId, fact } = data as Members;
    if (typeof replacesFactId === 'string') this.byFact.delete(replacesFactId);
    if (typeof factId !== 'string' || id === null) return;
    const absence = isObject(fact) ? absenceIn(id, data, fact) : undefined;
    if (absence) this.byFact.set(factId, absence);
    else this.byFact.delete(factId); // retracted
  }

  all(): Absence[] {
    return [...this.byFact.values()];
  }
}

function absenceIn(eventId: string, { personId, validFrom, validTo }: Members, fact: Members): Absence | undefined {
  if (typeof personId !== 'string' || !isUuid(personId)) return undefined;
  const from = dateIn(fact['kind'] === 'death' ? fact['diedOn'] : validFrom);
  if (from === null) return undefined;
  if (fact['kind'] === 'death') return { personId, kind: 'death', from, to: null, eventId };
  const { stay } = fact;
  if (fact['kind'] !== 'stay' || (stay !== 'hospital' && stay !== 'institution')) return undefined;
  return { personId, kind: stay, from, to: dateIn(validTo), eventId };
}

function dateIn(value: unknown): string | null {
  return typeof value === 'string' && isLocalDate(value) ? value : null;
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
