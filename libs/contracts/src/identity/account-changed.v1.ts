import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { AccountSubject } from '../registry/staff-facts.js';

export const AccountChangedV1 = defineEvent({
  type: 'identity.account.changed.v1',
  topic: TOPICS.identityAccess,
  summary: 'An account was made or disabled, or got another password, second factor or PIN.',
  data: z.looseObject({ changeId: Id, subject: AccountSubject, change: Code, at: InstantField }),
});
