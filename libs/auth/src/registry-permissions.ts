import type { Role } from './actor.js';

const STAFF = [
  'site_operator',
  'site_manager',
  'day_care_staff',
  'rider',
  'community_worker',
  'hotline_agent',
  'civil_affairs_clerk',
  'policy_author',
  'policy_approver',
  'finance_maker',
  'finance_checker',
  'auditor',
  'administrator',
] as const satisfies readonly Role[];

/** Rights, families and consents. Which of the allowed things somebody may touch is a matter of scope. */
export const REGISTRY_PERMISSIONS = {
  'registry.staff.read': ['site_manager', 'auditor', 'administrator'],
  /** A site manager only for the roles under his own, at his own site. */
  'registry.staff.write': ['site_manager', 'administrator'],
  /** What an account may do itself. */
  'registry.staff.read-own': STAFF,
} as const satisfies Record<string, readonly Role[]>;
