import { defineEvent } from '../events/define-event.js';
import { DateField, FenField, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementPaidV1 = defineEvent({
  type: 'benefits.statement.paid.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'The bank has reported all parts of a statement as paid; it never changes again.',
  data: StatementFacts.extend({ paymentLineId: Id, amountFen: FenField, paidOn: DateField }),
});
