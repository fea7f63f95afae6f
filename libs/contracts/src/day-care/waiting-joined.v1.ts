import { ActChannel } from '../events/act-channel.js';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { WaitingRef } from './waiting-facts.js';

export const WaitingJoinedV1 = defineEvent({
  type: 'day-care.waiting.joined.v1',
  topic: TOPICS.dayCareBooking,
  summary: 'Somebody waits for a place in a session that is full.',
  data: WaitingRef.extend({ joinedAt: InstantField, via: ActChannel.optional() }),
});
