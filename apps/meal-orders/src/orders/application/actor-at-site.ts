import type { Actor, Role } from '@doorstep/auth';
import { hasRoleAt, maySeePerson, maySeeSite } from '@doorstep/auth';
import type { TakenBy } from '../domain/meal-order.js';

const OPERATORS: readonly Role[] = ['site_operator', 'site_manager'];

/** Somebody who works at this very site; cut-offs do not bind them. */
export function isOperatorAt(actor: Actor, siteId: string): boolean {
  return hasRoleAt(actor, OPERATORS, siteId);
}

/** Operators and riders of this very site. To see an order, as family or from the city, is not to act on it. */
export function worksAt(actor: Actor, siteId: string): boolean {
  return hasRoleAt(actor, [...OPERATORS, 'rider'], siteId);
}

/** Staff of the site, everybody who answers for the city, and the family of the person. */
export function maySeeOrder(
  actor: Actor,
  order: { readonly siteId: string; readonly personId: string | null },
): boolean {
  return maySeeSite(actor, order.siteId) || (order.personId !== null && maySeePerson(actor, order.personId));
}

export function takenByOf(actor: Actor, siteId: string): TakenBy {
  if (isOperatorAt(actor, siteId)) return 'operator';
  if (actor.roles.includes('family')) return 'family';
  return actor.roles.includes('community_worker') ? 'worker' : 'hotline';
}
