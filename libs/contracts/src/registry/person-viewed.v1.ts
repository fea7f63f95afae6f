import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PersonViewedV1 = defineEvent({
  type: 'registry.access.person-viewed.v1',
  topic: TOPICS.registryAccess,
  summary: 'Somebody looked at vault data of a person.',
  data: z.looseObject({
    accessId: Id,
    personId: Id,
    purpose: Code,
    /** Those of the caller's roles that look people up for this. */
    roles: z.array(Code).max(20).optional(),
    viewedAt: InstantField,
    /** The approved unsealing by which a hidden name was shown. */
    unsealingId: Id.optional(),
  }),
});
