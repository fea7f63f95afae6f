import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { AccountSubject } from './staff-facts.js';

export const FamilyLinkEndedV1 = defineEvent({
  type: 'registry.family-link.ended.v1',
  topic: TOPICS.registryStaff,
  summary: 'A family link holds no longer, from now on; also when it had not begun.',
  data: z.looseObject({ linkId: Id, subject: AccountSubject, personId: Id, reason: Code }),
});
