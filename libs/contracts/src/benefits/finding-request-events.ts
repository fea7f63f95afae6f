import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

const about = { requestId: Id, findingId: Id, claimId: Id };

export const FindingProposal = z.enum(['re_decide', 'reverse', 'refuse']);
export type FindingProposal = z.infer<typeof FindingProposal>;

export const FindingRequestProposedV1 = defineEvent({
  type: 'benefits.finding-request.proposed.v1',
  topic: TOPICS.benefitsFindingRequest,
  summary: 'Finance proposes how to answer an auditor who wants a claim put right.',
  data: z.looseObject({ ...about, proposal: FindingProposal, reason: Code, at: InstantField }),
});

export const FindingRequestDecidedV1 = defineEvent({
  type: 'benefits.finding-request.decided.v1',
  topic: TOPICS.benefitsFindingRequest,
  summary: 'A second person of finance decided about a proposed answer to an auditor.',
  data: z.looseObject({ ...about, proposal: FindingProposal, confirmed: z.boolean(), at: InstantField }),
});

export const FindingRequestCarriedOutV1 = defineEvent({
  type: 'benefits.finding-request.carried-out.v1',
  topic: TOPICS.benefitsFindingRequest,
  summary: 'What an auditor wanted was done: which claims took the place of others, and which postings moved money.',
  data: z.looseObject({
    ...about,
    proposal: z.enum(['re_decide', 'reverse']),
    /** Nothing differs: the claim stands as it was. */
    unchanged: z.boolean(),
    corrections: z.array(z.looseObject({ beforeClaimId: Id, afterClaimId: Id.nullable() })).max(100),
    ledgerTransactionIds: z.array(Id).max(200),
    at: InstantField,
  }),
});
