import type { EventData } from '@doorstep/contracts';
import type { PersonFactRecordedV1 } from '@doorstep/contracts';
import type { LocalDate } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';

export type LoggedFact = EventData<typeof PersonFactRecordedV1>;
type Kind = LoggedFact['fact']['kind'];
type Value<K extends Kind> = Extract<LoggedFact['fact'], { kind: K }>;

/** Facts of the log in the words of the rules. Of several births or deaths the one recorded last holds. */
export function factsForRules(facts: readonly LoggedFact[]): PersonFacts {
  const inOrder = [...facts].sort((a, b) => compare(order(a), order(b)));
  const birth = all(inOrder, 'birth').at(-1);
  const death = all(inOrder, 'death').at(-1);
  return {
    ...(birth && { bornOn: birth.value.bornOn as LocalDate, birthFactId: birth.factId }),
    ...(death && { diedOn: death.value.diedOn as LocalDate, deathFactId: death.factId }),
    hukou: all(inOrder, 'hukou').map(({ value, interval }) => ({ ...interval, ...present(value.place) })),
    livesIn: all(inOrder, 'residence').map(({ value, interval }) => ({ ...interval, ...present(value.place) })),
    categories: all(inOrder, 'category').map(({ value, interval }) => ({ ...interval, code: value.category })),
    abilityLevel: all(inOrder, 'ability_level')
      .map(({ value, interval: { factId, from } }) => ({ factId, from, level: value.level }))
      .sort((a, b) => compare(a.from, b.from)),
    stays: all(inOrder, 'stay').map(({ value, interval }) => ({ ...interval, kind: value.stay })),
    applications: all(inOrder, 'application').map(({ factId, value: { kind: _, ...application } }) => ({
      factId,
      ...(present(application) as { for: string; appliedOn: LocalDate }),
    })),
  };
}

function all<K extends Kind>(facts: readonly LoggedFact[], kind: K) {
  return facts
    .filter((each) => each.fact.kind === kind)
    .map(({ factId, fact, validFrom, validTo }) => ({
      factId,
      value: fact as Value<K>,
      interval: { factId, from: validFrom as LocalDate, ...(validTo !== null && { to: validTo as LocalDate }) },
    }));
}

/** Without the keys that say nothing. */
function present<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as never;
}

const order = ({ recordedAt, factId }: LoggedFact): string => `${recordedAt} ${factId}`;
const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));
