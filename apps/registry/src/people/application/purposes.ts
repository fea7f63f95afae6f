import type { Role } from '@doorstep/auth';
import type { LookupPurpose } from '@doorstep/contracts';
import { PurposeNotForRoleError } from '../domain/person.errors.js';

/** What each role looks people up for. The first one is meant where nothing is said. Nobody has a purpose that is not declared here. */
const PURPOSES_OF: Partial<Record<Role, readonly LookupPurpose[]>> = {
  site_operator: ['till', 'kitchen', 'delivery'],
  site_manager: ['till', 'kitchen', 'delivery'],
  day_care_staff: ['day_care', 'kitchen', 'till'],
  rider: ['delivery'],
  community_worker: ['service', 'delivery'],
  hotline_agent: ['service'],
  civil_affairs_clerk: ['service'],
  administrator: ['service'],
  auditor: ['service'],
  family: ['family'],
};

export function hasPurpose(role: Role, purpose: LookupPurpose): boolean {
  return PURPOSES_OF[role]?.includes(purpose) === true;
}

/** The purpose of somebody with these roles. Throws PurposeNotForRoleError for one that none of them has. */
export function purposeOf(roles: readonly Role[], asked?: LookupPurpose): LookupPurpose {
  const own = asked ?? roles.flatMap((role) => PURPOSES_OF[role] ?? [])[0];
  if (own === undefined || !roles.some((role) => hasPurpose(role, own))) throw new PurposeNotForRoleError();
  return own;
}
