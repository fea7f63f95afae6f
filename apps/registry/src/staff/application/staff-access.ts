import type { Actor } from '@doorstep/auth';
import { grantsOf, hasRoleAt, maySeePlace } from '@doorstep/auth';
import { ROLES_UNDER_A_MANAGER } from '../domain/role-rules.js';
import { NotYoursToGrantError } from '../domain/staff.errors.js';
import type { StaffAssignment } from '../domain/staff-assignment.js';

/** City-wide readers see all; others the assignments at their own sites, and everybody their own. */
export function maySeeAssignment(actor: Actor, { scope, subject }: StaffAssignment): boolean {
  if (actor.scope.all === true || subject === actor.subject) return true;
  return 'siteId' in scope && maySeePlace(actor, scope.siteId);
}

/**
 * Administrators of the whole city grant everything, site managers the roles under their own at their sites. Nobody changes what
 * the own account may do: a second person has to. Throws NotYoursToGrantError.
 */
export function assertMayGrant(actor: Actor, { subject, role, scope }: StaffAssignment): void {
  if (subject === actor.subject) throw new NotYoursToGrantError('the own account is changed by somebody else');
  if (grantsOf(actor).some((grant) => grant.role === 'administrator' && grant.scope.all === true)) return;
  const managed = 'siteId' in scope && hasRoleAt(actor, ['site_manager'], scope.siteId);
  if (!managed || !ROLES_UNDER_A_MANAGER.includes(role))
    throw new NotYoursToGrantError('a site manager grants roles at the own site only');
}
