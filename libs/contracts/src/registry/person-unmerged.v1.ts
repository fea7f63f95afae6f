import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** Why a merge is undone. */
export const UnmergeReason = z.enum(['two_people', 'wrong_survivor', 'error']);
export type UnmergeReason = z.infer<typeof UnmergeReason>;

export const PersonUnmergedV1 = defineEvent({
  type: 'registry.person.unmerged.v1',
  topic: TOPICS.registryPerson,
  summary:
    'A merge was wrong and is undone: both are persons of their own again, each with what was recorded under it, before the merge and since.',
  data: z.looseObject({
    personId: Id,
    fromPersonId: Id,
    mergeId: Id,
    recordedAt: InstantField,
    reason: UnmergeReason.optional(),
  }),
});
