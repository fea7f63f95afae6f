import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { ActChannel } from '../events/act-channel.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const ApplicationStateChangedV1 = defineEvent({
  type: 'registry.application.state-changed.v1',
  topic: TOPICS.registryPerson,
  summary:
    'An application to be enrolled in a scheme is in another state. An approval is a fact besides, which is what rules read.',
  data: z.looseObject({
    applicationId: Id,
    personId: Id,
    scheme: Code,
    version: z.int().min(1),
    /** Such as `submitted`, `clarification_asked`, `approved`. */
    state: Code,
    recordedAt: InstantField,
    /** Of an act for the person; clerks decide and the clock lapses without one. */
    via: ActChannel.optional(),
  }),
});
