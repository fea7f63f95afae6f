import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { PersonFactValue } from './person-facts.js';

export const PersonFactRecordedV1 = defineEvent({
  type: 'registry.person.fact-recorded.v1',
  topic: TOPICS.registryPerson,
  summary: 'A dated fact about a person was learnt: valid in [validFrom, validTo), recorded at recordedAt.',
  data: z.looseObject({
    personId: Id,
    factId: Id,
    fact: PersonFactValue,
    validFrom: DateField,
    validTo: DateField.nullable(),
    recordedAt: InstantField,
    /** The fact that this one replaces (its value is no longer believed), if any. */
    replacesFactId: Id.optional(),
  }),
});
