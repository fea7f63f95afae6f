import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PersonErasedV1 = defineEvent({
  type: 'registry.person.erased.v1',
  topic: TOPICS.registryPerson,
  summary:
    'A person is forgotten: the vault key is destroyed and nothing is recorded of them any more. Readers purge what they hold of them; what proves a paid claim is restricted, and goes after `evidenceUntil`.',
  data: z.looseObject({
    personId: Id,
    erasureId: Id,
    erasedAt: InstantField,
    /** Last day on which evidence of claims that were paid may be kept. */
    evidenceUntil: DateField,
  }),
});
