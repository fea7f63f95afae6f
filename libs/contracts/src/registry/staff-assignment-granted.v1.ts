import { z } from 'zod';
import { defineEvent } from '../events/define-event.js';
import { DateField, Id } from '../events/fields.js';
import { TOPICS } from '../events/topics.js';
import { AccountSubject, AssignmentScope, RoleCode } from './staff-facts.js';

export const StaffAssignmentGrantedV1 = defineEvent({
  type: 'registry.staff-assignment.granted.v1',
  topic: TOPICS.registryStaff,
  summary: 'An account has a role for a site, an area or the city on the days in [from, to).',
  data: z.looseObject({
    assignmentId: Id,
    subject: AccountSubject,
    role: RoleCode,
    scope: AssignmentScope,
    from: DateField,
    to: DateField.nullable(),
  }),
});
