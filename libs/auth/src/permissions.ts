import type { Role } from './actor.js';
import { ROLES } from './actor.js';
import { BENEFITS_PERMISSIONS } from './benefits-permissions.js';
import { FINANCE_PERMISSIONS } from './finance-permissions.js';
import { PEOPLE_PERMISSIONS } from './people-permissions.js';
import { REGISTRY_PERMISSIONS } from './registry-permissions.js';

/**
 * Which roles may do what. Names are `<service>.<thing>.<act>`; every route names one (`@RequirePermission`). What of the allowed
 * things somebody may touch is a matter of scope, checked by each use case.
 */
export const PERMISSIONS = {
  // messaging, the same in every service
  'operations.parked-keys.read': ['auditor', 'administrator'],
  'operations.parked-keys.act': ['administrator'],
  'operations.repairs.run': ['administrator'],

  // gateway
  'gateway.session.end': ['administrator'],

  // identity
  'identity.account.manage': ['administrator'],
  'identity.device.manage': ['site_manager', 'administrator'],

  // registry
  'registry.import.run': ['civil_affairs_clerk', 'administrator'],
  'registry.import.read': ['civil_affairs_clerk', 'administrator', 'auditor'],
  'registry.area.read': ROLES,
  'registry.area.write': ['civil_affairs_clerk', 'administrator'],
  'registry.site.read': ROLES,
  'registry.person.read': [
    'site_operator',
    'site_manager',
    'day_care_staff',
    'community_worker',
    'hotline_agent',
    'civil_affairs_clerk',
    'auditor',
    'administrator',
    'family',
  ],
  'registry.fact.read': [
    'community_worker',
    'hotline_agent',
    'civil_affairs_clerk',
    'auditor',
    'administrator',
    'family',
  ],
  'registry.fact.write': ['community_worker', 'civil_affairs_clerk', 'administrator'],
  ...PEOPLE_PERMISSIONS,
  'registry.fact.retract': ['community_worker', 'civil_affairs_clerk', 'administrator'],

  // meal-orders
  'meal-orders.menu.read': ROLES,
  'meal-orders.menu.write': ['site_operator', 'site_manager', 'administrator'],
  'meal-orders.order.place': ['site_operator', 'site_manager', 'community_worker', 'hotline_agent', 'family'],
  'meal-orders.order.read': [
    'site_operator',
    'site_manager',
    'rider',
    'community_worker',
    'hotline_agent',
    'civil_affairs_clerk',
    'finance_maker',
    'finance_checker',
    'auditor',
    'administrator',
    'family',
  ],
  'meal-orders.order.serve': ['site_operator', 'site_manager'],
  'meal-orders.order.deliver': ['site_operator', 'site_manager', 'rider'],
  'meal-orders.order.cancel': ['site_operator', 'site_manager', 'community_worker', 'hotline_agent', 'family'],
  'meal-orders.tender.write': ['site_operator', 'site_manager'],
  'meal-orders.period.close': ['site_operator', 'site_manager', 'administrator'],
  'meal-orders.kitchen.read': ['site_operator', 'site_manager', 'auditor', 'administrator'],
  'meal-orders.shift.read': [
    'site_operator',
    'site_manager',
    'finance_maker',
    'finance_checker',
    'auditor',
    'administrator',
  ],
  'meal-orders.shift.write': ['site_operator', 'site_manager'],

  // day-care
  'day-care.session.read': [
    'site_operator',
    'site_manager',
    'day_care_staff',
    'community_worker',
    'hotline_agent',
    'civil_affairs_clerk',
    'auditor',
    'administrator',
    'family',
  ],
  'day-care.session.plan': ['site_operator', 'site_manager', 'day_care_staff', 'administrator'],
  'day-care.booking.read': [
    'site_operator',
    'site_manager',
    'day_care_staff',
    'community_worker',
    'hotline_agent',
    'civil_affairs_clerk',
    'auditor',
    'administrator',
    'family',
  ],
  'day-care.booking.place': [
    'site_operator',
    'site_manager',
    'day_care_staff',
    'community_worker',
    'hotline_agent',
    'administrator',
    'family',
  ],
  'day-care.booking.cancel': [
    'site_operator',
    'site_manager',
    'day_care_staff',
    'community_worker',
    'hotline_agent',
    'administrator',
    'family',
  ],
  'day-care.attendance.record': ['site_operator', 'site_manager', 'day_care_staff', 'administrator'],
  'day-care.insurance.record': ['site_operator', 'site_manager', 'day_care_staff', 'administrator'],

  ...REGISTRY_PERMISSIONS,
  ...BENEFITS_PERMISSIONS,
  ...FINANCE_PERMISSIONS,

  // audit
  'audit.events.read': ['auditor', 'administrator'],
  'audit.sources.read': ['auditor', 'administrator'],
  'audit.records.read': ['auditor', 'administrator'],
  // Only auditors judge; an administrator who could would judge what he runs.
  'audit.work.write': ['auditor'],
  'audit.look-ups.read': ['auditor', 'administrator'],
  'audit.retention.read': ['auditor', 'administrator'],
  'audit.retention.run': ['administrator'],
  'audit.evidence.read': ['auditor', 'administrator', 'family'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function isPermission(name: string): name is Permission {
  return Object.hasOwn(PERMISSIONS, name);
}

export function hasPermission(roles: readonly Role[], permission: Permission): boolean {
  const allowed: readonly Role[] = PERMISSIONS[permission];
  return roles.some((role) => allowed.includes(role));
}
