import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

const Count = z.int().min(0);

export const ListAppliedV1 = defineEvent({
  type: 'registry.access.list-applied.v1',
  topic: TOPICS.registryAccess,
  summary:
    'A full list of a bureau was applied after its differences had been shown. What it says of each person is told as facts of their own.',
  data: z.looseObject({
    importId: Id,
    list: Code,
    area: Code.nullable(),
    /** Of the differences that were shown and confirmed. */
    diffSha256: z.string().regex(/^[0-9a-f]{64}$/),
    newRows: Count,
    changedRows: Count,
    /** Facts that held and that the list did not name, ended on somebody's word. */
    endedAbsent: Count,
    preparedBy: z.string().max(120),
    appliedAt: InstantField,
  }),
});
