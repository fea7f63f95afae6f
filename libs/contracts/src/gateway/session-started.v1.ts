import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { DeviceSite, SESSION_FACTS, SignInStrength } from './session-facts.js';

export const SessionStartedV1 = defineEvent({
  type: 'gateway.session.started.v1',
  topic: TOPICS.gatewayAccess,
  summary: 'Somebody signed in.',
  data: z.looseObject({ ...SESSION_FACTS, strength: SignInStrength, deviceSiteId: DeviceSite }),
});
