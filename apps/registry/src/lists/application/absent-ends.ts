import type { ApplyList } from '@doorstep/contracts';
import { localDate, uuidv7 } from '@doorstep/kernel';
import type { FactRetraction } from '../../people/application/fact.repository.port.js';
import type { PersonFact } from '../../people/domain/person-fact.js';
import type { Stamp } from '../../shared/stamp.js';
import { endOf } from './fact-list.js';
import { AbsentEndError } from '../domain/list.errors.js';
import type { ListDiff } from './list-diff.js';

export interface AbsentEnds {
  readonly facts: readonly PersonFact[];
  readonly retractions: readonly FactRetraction[];
}

/** What is recorded of facts that a list does not name, as far as somebody confirmed it. Throws AbsentEndError. */
export function absentEnds(confirmed: ApplyList['absent'], { absent }: ListDiff, stamp: Stamp): AbsentEnds {
  const facts: PersonFact[] = [];
  const retractions: FactRetraction[] = [];
  for (const [position, endOn] of wanted(confirmed, absent)) {
    const fact = absent.get(position);
    if (!fact) throw new AbsentEndError('LIST.NOT_ABSENT', position);
    if (fact.value.kind === 'death') retractions.push(retractionOf(fact, stamp));
    else facts.push(ended(fact, endOn, position, stamp));
  }
  return { facts, retractions };
}

function wanted(
  confirmed: ApplyList['absent'],
  absent: ReadonlyMap<number, PersonFact>,
): ReadonlyMap<number, string | undefined> {
  if (confirmed.mode === 'keep') return new Map();
  if (confirmed.mode === 'end_listed') return new Map(confirmed.items.map(({ position, endOn }) => [position, endOn]));
  return new Map([...absent.keys()].map((position) => [position, confirmed.endOn]));
}

function ended(fact: PersonFact, endOn: string | undefined, position: number, stamp: Stamp): PersonFact {
  if (endOn === undefined) throw new AbsentEndError('LIST.END_REQUIRED', position);
  const end = endOf(fact, localDate(endOn));
  if (!end || endOn <= fact.validFrom || (fact.validTo !== null && endOn > fact.validTo))
    throw new AbsentEndError('LIST.END_IMPLAUSIBLE', position);
  const replaces = end.value === fact.value ? fact.factId : null;
  const { at: recordedAt, by: recordedBy } = stamp;
  const factId = uuidv7(recordedAt.getTime());
  return { ...end, factId, personId: fact.personId, recordedAt, recordedBy, source: null, replacesFactId: replaces };
}

function retractionOf({ factId, personId }: PersonFact, { at, by }: Stamp): FactRetraction {
  return { factId, personId, reason: 'not_on_list', source: null, recordedAt: at, recordedBy: by };
}
