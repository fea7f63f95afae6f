import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PersonUnmergedV1 = defineEvent({
  type: 'registry.person.unmerged.v1',
  topic: TOPICS.registryPerson,
  summary:
    'A merge was wrong and is undone: both are persons of their own again. Their facts are told as events of their own.',
  data: z.looseObject({ personId: Id, fromPersonId: Id, mergeId: Id, recordedAt: InstantField }),
});
