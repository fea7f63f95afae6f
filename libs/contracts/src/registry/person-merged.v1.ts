import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** Why two files are taken for one person. */
export const MergeReason = z.enum(['same_id_number', 'same_name_birth_area', 'seen_in_person']);
export type MergeReason = z.infer<typeof MergeReason>;

export const PersonMergedV1 = defineEvent({
  type: 'registry.person.merged.v1',
  topic: TOPICS.registryPerson,
  summary:
    'A person was registered twice: `personId` and `intoPersonId` are one person, for days before the merge too. Each file keeps its records; what is recorded under either counts for both.',
  data: z.looseObject({
    personId: Id,
    intoPersonId: Id,
    mergeId: Id,
    mergedOn: DateField,
    recordedAt: InstantField,
    reason: MergeReason.optional(),
  }),
});
