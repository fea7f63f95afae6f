import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Id, InstantField, SignedFenField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ClaimRef } from './claim-facts.js';

export const DifferencePostedV1 = defineEvent({
  type: 'benefits.claim.difference-posted.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'A receipt and the decision differ, and somebody bears it; or this is turned back with the claim.',
  data: ClaimRef.extend({
    /** Positive: the receipt has less than decided. Negative: the diner paid too much. */
    differenceFen: SignedFenField,
    bearer: z.enum(['funder', 'operator', 'loss_account', 'person']),
    cause: z.enum(['quote', 'late_facts']),
    undone: z.boolean(),
    ledgerTransactionId: Id,
    postedAt: InstantField,
    /** The capped pool of losses that pays; null when there is none. */
    budgetId: Id.nullable().optional(),
    /** The year whose accounts carry it, where that is not the one of the service date. */
    bookYear: z.int().optional(),
  }),
});
