import type { FactView } from '@doorstep/contracts';
import { PersonFactValue } from '@doorstep/contracts';
import type { FactHistory } from './fact.repository.port.js';

export function factViewOf({ fact, endedAt, endedBy, reason }: FactHistory): FactView {
  return {
    factId: fact.factId,
    personId: fact.personId,
    fact: PersonFactValue.parse(fact.value),
    validFrom: fact.validFrom,
    validTo: fact.validTo,
    recordedAt: fact.recordedAt.toISOString(),
    recordedBy: fact.recordedBy,
    source: fact.source,
    replacesFactId: fact.replacesFactId,
    endedAt: endedAt?.toISOString() ?? null,
    endedBy,
    reason,
  };
}
