import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, FunderShare, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ClaimRef } from './claim-facts.js';

export const ClaimReversedV1 = defineEvent({
  type: 'benefits.claim.reversed.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'A settled claim was taken back in full; a new claim may follow.',
  data: ClaimRef.extend({
    subsidyFen: FenField,
    deliveryFen: FenField,
    operatorFen: FenField,
    shares: z.array(FunderShare).max(10),
    cause: Code,
    ledgerTransactionId: Id,
    reversedAt: InstantField,
    /** The year in whose accounts it was taken back, where its own was closed. */
    bookYear: z.int().optional(),
  }),
});
