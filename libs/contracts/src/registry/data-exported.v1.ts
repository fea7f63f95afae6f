import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const DataExportedV1 = defineEvent({
  type: 'registry.access.data-exported.v1',
  topic: TOPICS.registryAccess,
  summary: 'Everything the registry holds of a person was handed out at the wish of that person.',
  data: z.looseObject({ accessId: Id, personId: Id, exportedAt: InstantField }),
});
