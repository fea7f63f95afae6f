import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, FenField, Id, InstantField, SignedFenField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const GrantDecidedV1 = defineEvent({
  type: 'benefits.grant.decided.v1',
  topic: TOPICS.benefitsStatement,
  summary: 'A second person confirmed or rejected a grant to an operator; a confirmed one is owed from then on.',
  data: z.looseObject({
    grantId: Id,
    siteId: Code,
    /** A month or a year. */
    period: z.string().max(7),
    packId: Code,
    scheme: z.string().max(64),
    confirmed: z.boolean(),
    totalFen: FenField,
    /** Less what was confirmed before for the same period. */
    amountFen: SignedFenField,
    at: InstantField,
    /** Who pays it, in the accounts of which year. */
    funder: Code.optional(),
    bookYear: z.int().optional(),
  }),
});
