import type { PersonFactValue } from '@doorstep/contracts';
import { PersonFactRecordedV1, PersonFactRetractedV1, PersonRegisteredV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { Person } from '../domain/person.js';
import type { PersonFact } from '../domain/person-fact.js';
import type { FactRetraction } from './fact.repository.port.js';

export function registered({ personId, registeredAt }: Person): NewEvent {
  return newEvent(PersonRegisteredV1, personId, { personId, recordedAt: registeredAt.toISOString() });
}

export function factRecorded(fact: PersonFact): NewEvent {
  const { personId, factId, value, validFrom, validTo, recordedAt, replacesFactId } = fact;
  return newEvent(PersonFactRecordedV1, personId, {
    personId,
    factId,
    fact: value as PersonFactValue, // checked by the outbox, like every event
    validFrom,
    validTo,
    recordedAt: recordedAt.toISOString(),
    ...(replacesFactId !== null && { replacesFactId }),
  });
}

export function factRetracted({ personId, factId, reason, recordedAt }: FactRetraction): NewEvent {
  return newEvent(PersonFactRetractedV1, personId, { personId, factId, reason, recordedAt: recordedAt.toISOString() });
}
