import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PeopleLookedUpV1 = defineEvent({
  type: 'registry.access.people-looked-up.v1',
  topic: TOPICS.registryAccess,
  summary: 'Somebody looked up many people of the vault at once, for a list, a label or a search.',
  data: z.looseObject({
    accessId: Id,
    purpose: Code,
    /** Those of the caller's roles that look people up for this. */
    roles: z.array(Code).max(20).optional(),
    /** Whom the answer held; those asked for and out of reach are only counted. */
    personIds: z.array(Id).max(500),
    askedFor: z.int().min(0).max(500),
    viewedAt: InstantField,
  }),
});
