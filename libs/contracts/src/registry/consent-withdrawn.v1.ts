import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { ActChannel } from '../events/act-channel.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ConsentBy, ConsentHow } from './consent-facts.js';

export const ConsentWithdrawnV1 = defineEvent({
  type: 'registry.consent.withdrawn.v1',
  topic: TOPICS.registryPerson,
  summary: 'A consent holds no longer, from now on; what rested on it has ended with it.',
  data: z.looseObject({
    consentId: Id,
    personId: Id,
    text: Code,
    withdrawnBy: ConsentBy,
    how: ConsentHow,
    recordedAt: InstantField,
    via: ActChannel.optional(),
  }),
});
