import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const PayeeAccountProposedV1 = defineEvent({
  type: 'benefits.payee-account.proposed.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'An account for the payments of a site was proposed; its number stays where it is.',
  data: z.looseObject({ payeeAccountId: Id, siteId: Code, validFrom: DateField, at: InstantField }),
});
