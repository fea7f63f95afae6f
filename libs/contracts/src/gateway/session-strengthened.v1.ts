import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { TOPICS } from '../events/topics.js';
import { SESSION_FACTS, SignInStrength } from './session-facts.js';

export const SessionStrengthenedV1 = defineEvent({
  type: 'gateway.session.strengthened.v1',
  topic: TOPICS.gatewayAccess,
  summary: 'Somebody proved again who they are, for actions with money.',
  data: z.looseObject({ ...SESSION_FACTS, strength: SignInStrength }),
});
