import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** SHA-256 of a card's random token, in hex: recognises a card that is held out, and says nothing else. */
export const CardHash = z.string().regex(/^[0-9a-f]{64}$/);

export const CardIssuedV1 = defineEvent({
  type: 'registry.person.card-issued.v1',
  topic: TOPICS.registryPerson,
  summary: 'A card or printed code was given to a person, who may have several.',
  data: z.looseObject({
    personId: Id,
    cardId: Id,
    cardHash: CardHash,
    medium: z.enum(['card', 'printed_code']),
    recordedAt: InstantField,
  }),
});
