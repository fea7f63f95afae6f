import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const ListExportedV1 = defineEvent({
  type: 'registry.access.list-exported.v1',
  topic: TOPICS.registryAccess,
  summary: 'Everybody on a list was handed out as a file; the list of residents holds names and numbers.',
  data: z.looseObject({
    accessId: Id,
    list: Code,
    area: Code.nullable(),
    rows: z.int().min(0),
    exportedAt: InstantField,
  }),
});
