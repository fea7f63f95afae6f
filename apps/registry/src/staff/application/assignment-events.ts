import { StaffAssignmentEndedV1, StaffAssignmentGrantedV1 } from '@doorstep/contracts';
import type { NewEvent } from '@doorstep/messaging';
import { newEvent } from '@doorstep/messaging';
import type { StaffAssignment } from '../domain/staff-assignment.js';
import type { AssignmentEnd } from './staff.repository.port.js';

export function assignmentGranted({ assignmentId, subject, role, scope, from, to }: StaffAssignment): NewEvent {
  return newEvent(StaffAssignmentGrantedV1, subject, { assignmentId, subject, role, scope, from, to });
}

export function assignmentEnded(subject: string, { assignmentId, endedOn, endReason }: AssignmentEnd): NewEvent {
  return newEvent(StaffAssignmentEndedV1, subject, { assignmentId, subject, endedOn, reason: endReason });
}
