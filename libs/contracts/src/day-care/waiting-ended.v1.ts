import { ActChannel } from '../events/act-channel.js';
import { defineEvent } from '../events/define-event.js';
import { InstantField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { WaitingEnd, WaitingRef } from './waiting-facts.js';

export const WaitingEndedV1 = defineEvent({
  type: 'day-care.waiting.ended.v1',
  topic: TOPICS.dayCareBooking,
  summary: 'Somebody waits no more: took the place (a booking of the same id), did not want it, or nothing came.',
  data: WaitingRef.extend({ how: WaitingEnd, endedAt: InstantField, via: ActChannel.optional() }),
});
