import { z } from 'zod';
import { WantedCorrection } from '../audit/correction-requested.v1.js';
import { Code, Id } from '../events/fields.js';
import { PageQuery, pageOf } from '../http/page.js';
import { FindingProposal } from './finding-request-events.js';

export const FindingRequestState = z.enum(['open', 'proposed', 'refused', 'carried_out']);
export type FindingRequestState = z.infer<typeof FindingRequestState>;

export const FindingRequestListQuery = z.strictObject({ ...PageQuery.shape, state: FindingRequestState.optional() });
export type FindingRequestListQuery = z.infer<typeof FindingRequestListQuery>;

/** What an auditor wants put right, and what finance answers. */
export const FindingRequestView = z
  .object({
    requestId: Id,
    findingId: Id,
    claimId: Id,
    wanted: WantedCorrection,
    reason: z.string(),
    requestedBy: z.string(),
    requestedAt: z.string(),
    state: FindingRequestState,
    proposal: FindingProposal.nullable(),
    proposalReason: z.string().nullable(),
    proposedBy: z.string().nullable(),
    proposedAt: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedAt: z.string().nullable(),
    unchanged: z.boolean().nullable(),
    corrections: z.array(z.object({ beforeClaimId: Id, afterClaimId: Id.nullable() })),
    ledgerTransactionIds: z.array(Id),
  })
  .meta({ id: 'FindingRequest' });
export type FindingRequestView = z.infer<typeof FindingRequestView>;

export const FindingRequestPage = pageOf(FindingRequestView).meta({ id: 'FindingRequestPage' });
export type FindingRequestPage = z.infer<typeof FindingRequestPage>;

/** Body of `POST v1/finding-requests/{id}/proposal`. */
export const ProposeAnswer = z.strictObject({ proposal: FindingProposal, reason: Code });
export type ProposeAnswer = z.infer<typeof ProposeAnswer>;

/** Body of `POST v1/finding-requests/{id}/decision`; what is not confirmed may be proposed anew. */
export const DecideAnswer = z.strictObject({ confirmed: z.boolean() });
export type DecideAnswer = z.infer<typeof DecideAnswer>;
