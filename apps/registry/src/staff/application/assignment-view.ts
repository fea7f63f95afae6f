import type { AssignmentView, StaffRole } from '@doorstep/contracts';
import type { StaffAssignment } from '../domain/staff-assignment.js';

export function assignmentViewOf(assignment: StaffAssignment): AssignmentView {
  const { role, grantedAt, ...rest } = assignment;
  return { ...rest, role: role as StaffRole, grantedAt: grantedAt.toISOString() };
}
