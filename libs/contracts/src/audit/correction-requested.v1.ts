import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

/** Decide the claim's day again by what is known now; or end the claim as if the service had not been given. */
export const WantedCorrection = z.enum(['re_decide', 'reverse']);
export type WantedCorrection = z.infer<typeof WantedCorrection>;

export const CorrectionRequestedV1 = defineEvent({
  type: 'audit.finding.correction-requested.v1',
  topic: TOPICS.auditFinding,
  summary: 'An auditor asks finance to put a claim right, on the ground of a finding.',
  data: z.looseObject({
    requestId: Id,
    findingId: Id,
    claimId: Id,
    wanted: WantedCorrection,
    reason: Code,
    at: InstantField,
  }),
});
