import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PersonRegisteredV1 = defineEvent({
  type: 'registry.person.registered.v1',
  topic: TOPICS.registryPerson,
  summary: 'A person is known to the registry. Facts follow as events of their own.',
  data: z.looseObject({ personId: Id, recordedAt: InstantField }),
});
