import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, ReasonCode } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementPaymentFailedV1 = defineEvent({
  type: 'benefits.statement.payment-failed.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'The bank did not pay a statement, or the part of one funder; it waits for the next batch.',
  data: StatementFacts.extend({
    paymentLineId: Id,
    /** The part; absent where the whole line failed. */
    partId: Id.optional(),
    funder: Code.optional(),
    amountFen: FenField,
    cause: ReasonCode,
  }),
});
