import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { FenField, FunderShare, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { ClaimRef } from './claim-facts.js';

export const ClaimSettledV1 = defineEvent({
  type: 'benefits.claim.settled.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'The service was given; the hold became money owed to the operator.',
  data: ClaimRef.extend({
    subsidyFen: FenField,
    deliveryFen: FenField,
    operatorFen: FenField,
    shares: z.array(FunderShare).max(10),
    ledgerTransactionId: Id,
    settledAt: InstantField,
  }),
});
