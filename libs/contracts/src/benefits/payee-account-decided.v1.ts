import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PayeeAccountDecidedV1 = defineEvent({
  type: 'benefits.payee-account.decided.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A second person confirmed or rejected an account for the payments of a site.',
  data: z.looseObject({
    payeeAccountId: Id,
    siteId: Code,
    validFrom: DateField,
    confirmed: z.boolean(),
    at: InstantField,
  }),
});
