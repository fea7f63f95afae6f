import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { CardHash } from './card-issued.v1.js';

export const CardBlockedV1 = defineEvent({
  type: 'registry.person.card-blocked.v1',
  topic: TOPICS.registryPerson,
  summary: 'A card or printed code means nobody any more, from now on and for ever.',
  data: z.looseObject({
    personId: Id,
    cardId: Id,
    cardHash: CardHash,
    reason: z.enum(['lost', 'stolen', 'damaged', 'returned', 'erased']),
    recordedAt: InstantField,
  }),
});
