import type { Role } from './actor.js';
import { ROLES } from './actor.js';

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

/** Who meets elders or speaks for them. */
const CARERS = [
  'site_manager',
  'day_care_staff',
  'community_worker',
  'hotline_agent',
  'civil_affairs_clerk',
  'administrator',
] as const satisfies readonly Role[];

/** Rights, families and consents. Which of the allowed things somebody may touch is a matter of scope. */
export const REGISTRY_PERMISSIONS = {
  'registry.list.prepare': ['civil_affairs_clerk', 'administrator'],
  'registry.list.apply': ['civil_affairs_clerk', 'administrator'],
  'registry.list.read': ['civil_affairs_clerk', 'administrator', 'auditor'],
  'registry.list.export': ['civil_affairs_clerk'],
  /** Terms other than hours, stops and closures are for those with the whole city. */
  'registry.site-term.write': ['site_manager', 'civil_affairs_clerk', 'administrator'],
  'registry.site.write': ['civil_affairs_clerk', 'administrator'],
  'registry.person.register': ['site_operator', 'site_manager', 'day_care_staff'],
  'registry.person.verify': ['community_worker', 'civil_affairs_clerk'],
  'registry.duplicate.read': ['civil_affairs_clerk'],
  'registry.erased.release': ['civil_affairs_clerk', 'administrator'],

  'registry.staff.read': ['site_manager', 'auditor', 'administrator'],
  /** A site manager only for the roles under his own, at his own site. */
  'registry.staff.write': ['site_manager', 'administrator'],
  /** What an account may do itself. */
  'registry.staff.read-own': STAFF,

  'registry.pickup.read': [...CARERS, 'family'],
  'registry.pickup.write': [...CARERS, 'family'],
  'registry.application.read': [...CARERS, 'auditor', 'family'],
  'registry.application.write': [...CARERS, 'family'],
  'registry.application.decide': ['civil_affairs_clerk'],
  'registry.notification.read': [...CARERS, 'auditor', 'family'],
  'registry.notification.acknowledge': [...CARERS, 'family'],
  'registry.call.work': ['hotline_agent'],
  'registry.consent-text.read': ROLES,
  'registry.consent.read': [...CARERS, 'auditor'],
  'registry.consent.write': CARERS,
  'registry.family.read': [...CARERS, 'auditor', 'family'],
  'registry.family.invite': [
    'site_manager',
    'day_care_staff',
    'community_worker',
    'civil_affairs_clerk',
    'administrator',
  ],
  'registry.family.end': [...CARERS, 'family'],
  /** Everybody can have parents: also staff redeem an invitation, and act as family from then on. */
  'registry.family.redeem': ROLES,
} as const satisfies Record<string, readonly Role[]>;
