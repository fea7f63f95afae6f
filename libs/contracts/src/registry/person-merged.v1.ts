import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PersonMergedV1 = defineEvent({
  type: 'registry.person.merged.v1',
  topic: TOPICS.registryPerson,
  summary:
    'A person was registered twice: from mergedOn on `intoPersonId` is meant by both. The facts that hold are told as facts of that person, and end under this one, as events of their own.',
  data: z.looseObject({ personId: Id, intoPersonId: Id, mergeId: Id, mergedOn: DateField, recordedAt: InstantField }),
});
