import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { MAX_OFFLINE_PEOPLE } from './offline-copy.http.js';

export const OfflineCopyTakenV1 = defineEvent({
  type: 'registry.access.offline-copy-taken.v1',
  topic: TOPICS.registryAccess,
  summary: 'A paired till took the encrypted copy of the people who are likely to come, or the key of the day for it.',
  data: z.looseObject({
    accessId: Id,
    siteId: Code,
    deviceId: Id,
    what: z.enum(['copy', 'key']),
    /** The key of this device for this day opens it. */
    keyId: Id,
    day: DateField,
    /** Whom the copy holds; a key by itself holds nobody. */
    personIds: z.array(Id).max(MAX_OFFLINE_PEOPLE),
    /** How many more were likely to come and had no room. */
    leftOut: z.int().min(0),
    takenAt: InstantField,
    expiresAt: InstantField,
  }),
});
