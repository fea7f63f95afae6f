import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, DecisionStep, FenField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { DecisionBasis } from './claim-facts.js';

export const DayCareFeeDecidedV1 = defineEvent({
  type: 'benefits.claim.day-care-fee-decided.v1',
  topic: TOPICS.benefitsClaim,
  summary: 'What an attended day (or a no-show) costs, and who pays which part.',
  data: z.looseObject({
    bookingId: Id,
    personId: Id,
    siteId: Code,
    serviceDate: DateField,
    kind: z.enum(['stay', 'no_show']),
    feeFen: FenField,
    insurancePaidFen: FenField,
    otherPublicPaidFen: FenField,
    subsidyFen: FenField,
    selfPayFen: FenField,
    /** null when no rules covered the centre, or what was missing did not come in time. */
    packId: Code.nullable(),
    ruleVersion: z.string().max(40).nullable(),
    steps: z.array(DecisionStep).max(60),
    decidedAt: InstantField,
    /** Of a day that nobody came: it is no claim, so that its basis stands nowhere else. */
    basis: DecisionBasis.optional(),
  }),
});
