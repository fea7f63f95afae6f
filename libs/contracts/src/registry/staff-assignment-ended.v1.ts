import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { Code, DateField, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { AccountSubject } from './staff-facts.js';

export const StaffAssignmentEndedV1 = defineEvent({
  type: 'registry.staff-assignment.ended.v1',
  topic: TOPICS.registryStaff,
  summary: 'An assignment holds no longer from the day `endedOn` on; if that day is today, from now on.',
  data: z.looseObject({ assignmentId: Id, subject: AccountSubject, endedOn: DateField, reason: Code }),
});
