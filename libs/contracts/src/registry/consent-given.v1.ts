import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { ActChannel } from '../events/act-channel.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ConsentBy, ConsentHow } from './consent-facts.js';

export const ConsentGivenV1 = defineEvent({
  type: 'registry.consent.given.v1',
  topic: TOPICS.registryPerson,
  summary: 'A person agreed to a text, in a version of it.',
  data: z.looseObject({
    consentId: Id,
    personId: Id,
    text: Code,
    textVersion: z.int().min(1),
    givenBy: ConsentBy,
    how: ConsentHow,
    givenOn: DateField,
    recordedAt: InstantField,
    via: ActChannel.optional(),
  }),
});
