import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, InstantField, TimeField } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';

export const SessionPlannedV1 = defineEvent({
  type: 'day-care.session.planned.v1',
  topic: TOPICS.dayCareSession,
  summary: 'How many places a centre offers on a date; the highest version counts.',
  data: z.looseObject({
    siteId: Code,
    serviceDate: DateField,
    version: z.int().min(1),
    places: z.int().min(0).max(1000),
    opensAt: TimeField,
    closesAt: TimeField,
    at: InstantField,
  }),
});
