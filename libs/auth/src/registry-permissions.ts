import type { Role } from './actor.js';
import { ROLES } from './actor.js';

/** Rights, families and consents. Which of the allowed things somebody may touch is a matter of scope. */
export const REGISTRY_PERMISSIONS = {
  'registry.staff.read': ['site_manager', 'auditor', 'administrator'],
  /** A site manager only for the roles under his own, at his own site. */
  'registry.staff.write': ['site_manager', 'administrator'],
  /** What an account may do itself. */
  'registry.staff.read-own': ROLES,
} as const satisfies Record<string, readonly Role[]>;
