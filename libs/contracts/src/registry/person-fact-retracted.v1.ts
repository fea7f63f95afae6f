import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PersonFactRetractedV1 = defineEvent({
  type: 'registry.person.fact-retracted.v1',
  topic: TOPICS.registryPerson,
  summary: 'A recorded fact was wrong and is no longer believed, from recordedAt on.',
  data: z.looseObject({ personId: Id, factId: Id, reason: Code, recordedAt: InstantField }),
});
