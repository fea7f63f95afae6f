import { IncompatibleRolesError, ScopeNotForRoleError, AlreadyAssignedError } from './staff.errors.js';
import type { AssignmentScope, StaffAssignment } from './staff-assignment.js';
import { overlap, sameScope } from './staff-assignment.js';

/** Held at a site and nowhere else. */
export const SITE_ROLES: readonly string[] = ['site_operator', 'site_manager', 'day_care_staff', 'rider'];
/** What a site manager may grant at the own site. */
export const ROLES_UNDER_A_MANAGER: readonly string[] = ['site_operator', 'day_care_staff', 'rider'];

/** Who makes something does not approve it. Auditors stand alone: they judge what everybody else does. */
const APART: readonly (readonly [string, string])[] = [
  ['policy_author', 'policy_approver'],
  ['finance_maker', 'finance_checker'],
];

export function areIncompatible(role: string, other: string): boolean {
  if (role === other) return false;
  if (role === 'auditor' || other === 'auditor') return true;
  return APART.some((pair) => pair.includes(role) && pair.includes(other));
}

/** Throws ScopeNotForRoleError when the role cannot be held for this. */
export function checkScope(role: string, scope: AssignmentScope): void {
  if (SITE_ROLES.includes(role) !== 'siteId' in scope) throw new ScopeNotForRoleError(role);
}

/** What one account may hold at once, checked against everything that it holds. Called with the lane of the account held. */
export function checkHeld(wanted: StaffAssignment, held: readonly StaffAssignment[]): void {
  for (const other of held.filter((each) => overlap(wanted, each))) {
    if (areIncompatible(wanted.role, other.role)) throw new IncompatibleRolesError(wanted.role, other.role);
    if (wanted.role === other.role && sameScope(wanted.scope, other.scope))
      throw new AlreadyAssignedError(other.assignmentId);
  }
}
