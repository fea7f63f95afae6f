import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { AccountSubject, FamilyRight } from './staff-facts.js';

export const FamilyLinkGrantedV1 = defineEvent({
  type: 'registry.family-link.granted.v1',
  topic: TOPICS.registryStaff,
  summary: 'An account of a family may do something for an elder on the days in [from, to), with her consent.',
  data: z.looseObject({
    linkId: Id,
    subject: AccountSubject,
    personId: Id,
    /** How the account is related to the elder, such as `child` or `spouse`. */
    relation: Code,
    may: z.array(FamilyRight).max(10),
    from: DateField,
    to: DateField.nullable(),
  }),
});
