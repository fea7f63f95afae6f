import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { AccountSubject } from '../registry/staff-facts.js';

export const SignInFailedV1 = defineEvent({
  type: 'identity.sign-in.failed.v1',
  topic: TOPICS.identityAccess,
  summary: 'A password, code or PIN was wrong, or its account is locked for a while.',
  data: z.looseObject({
    attemptId: Id,
    /** Null when the name belongs to nobody; what was typed is never kept. */
    subject: AccountSubject.nullable(),
    /** `password`, `phone_code`, `totp`, `device_pin` or `pairing_code`. */
    method: Code,
    /** `wrong`, `locked`, `expired` or `used`. */
    reason: Code,
    at: InstantField,
  }),
});
