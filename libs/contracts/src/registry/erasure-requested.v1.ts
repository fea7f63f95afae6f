import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const ErasureGround = z.enum([
  'own_wish',
  'heirs_wish',
  'consent_withdrawn',
  'registered_by_mistake',
  'retention_ended',
]);

export const ErasureRequestedV1 = defineEvent({
  type: 'registry.access.erasure-requested.v1',
  topic: TOPICS.registryAccess,
  summary: 'Somebody asked, for a person, that the person be forgotten. A second person decides.',
  data: z.looseObject({ erasureId: Id, personId: Id, ground: ErasureGround, requestedAt: InstantField }),
});
