import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, FenField, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { StatementFacts } from './statement-facts.js';

export const StatementPaymentOrderedV1 = defineEvent({
  type: 'benefits.statement.payment-ordered.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A statement, or what had failed of it, was put into a payment batch.',
  data: StatementFacts.extend({
    paymentLineId: Id,
    batchId: Id,
    amountFen: FenField,
    payOn: DateField,
    /** Who gives how much of it; each part is a record of the file with a result of its own. */
    parts: z
      .array(z.object({ partId: Id.optional(), funder: Code, amountFen: FenField }))
      .max(50)
      .optional(),
  }),
});
