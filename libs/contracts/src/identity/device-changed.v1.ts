import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, Id, InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const DeviceChangedV1 = defineEvent({
  type: 'identity.device.changed.v1',
  topic: TOPICS.identityAccess,
  summary: 'A shared till or tablet of a site was invited, paired or revoked.',
  data: z.looseObject({ deviceId: Id, siteId: Code, change: Code, at: InstantField }),
});
