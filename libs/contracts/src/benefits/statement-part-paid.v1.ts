import { defineEvent } from '../events/define-event.js';
import { Code, DateField, FenField, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementPartPaidV1 = defineEvent({
  type: 'benefits.statement.part-paid.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'The bank reported the part that one funder gives of a statement as paid.',
  data: StatementFacts.extend({ paymentLineId: Id, partId: Id, funder: Code, amountFen: FenField, paidOn: DateField }),
});
