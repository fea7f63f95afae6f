import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { SESSION_FACTS, SessionEnd } from './session-facts.js';

export const SessionEndedV1 = defineEvent({
  type: 'gateway.session.ended.v1',
  topic: TOPICS.gatewayAccess,
  summary: 'A session ended: by its owner, by an administrator, or by time.',
  data: z.looseObject({ ...SESSION_FACTS, reason: SessionEnd }),
});
