import { defineEvent } from '../events/define-event.js';
import { FenField, Id, ReasonCode } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementPaymentFailedV1 = defineEvent({
  type: 'benefits.statement.payment-failed.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'The bank did not pay a statement; it waits for the next batch.',
  data: StatementFacts.extend({ paymentLineId: Id, amountFen: FenField, cause: ReasonCode }),
});
