import type { FamilyRight } from './actor.js';
import type { Permission, PERMISSIONS } from './permissions.js';

/** What families may do at all. */
type FamilyPermission = {
  [P in Permission]: 'family' extends (typeof PERMISSIONS)[P][number] ? P : never;
}[Permission];

/**
 * Which right of the elder a family needs for a permission; any one of those listed will do. `linked` needs no right but the link
 * itself: to know who she is, when she comes and what there is to choose from. A permission opened to families without a line here
 * does not compile.
 */
const NEEDS: Readonly<Record<FamilyPermission, readonly FamilyRight[] | 'linked'>> = {
  'registry.area.read': 'linked',
  'registry.site.read': 'linked',
  'registry.person.read': 'linked',
  'registry.fact.read': ['health'],
  'registry.pickup.read': ['book'],
  'registry.pickup.write': ['book'],
  'registry.application.read': ['bills'],
  'registry.application.write': ['bills'],
  'registry.notification.read': 'linked',
  'registry.notification.acknowledge': 'linked',
  'registry.consent-text.read': 'linked',
  'registry.family.read': 'linked',
  'registry.family.end': 'linked',
  'registry.family.redeem': 'linked',
  'registry.people.lookup': 'linked',
  'registry.diet.write': ['order', 'book'],
  'registry.health-note.read': ['health'],
  'meal-orders.menu.read': 'linked',
  'meal-orders.order.read': 'linked',
  'meal-orders.order.place': ['order'],
  'meal-orders.order.cancel': ['order'],
  'day-care.session.read': 'linked',
  'day-care.booking.read': 'linked',
  'day-care.booking.place': ['book'],
  'day-care.booking.cancel': ['book'],
  'benefits.quote.read': ['order', 'book', 'bills'],
  'benefits.entitlement.read': ['order', 'book', 'bills'],
  'benefits.claim.read': ['bills'],
  'benefits.correction.read': ['bills'],
  'benefits.refund.read': ['bills'],
  'audit.evidence.read': ['bills'],
};

export function mayAsFamily(rights: readonly FamilyRight[], permission: Permission): boolean {
  const needed = Object.hasOwn(NEEDS, permission) ? NEEDS[permission as FamilyPermission] : [];
  return needed === 'linked' || needed.some((right) => rights.includes(right));
}
