import type { Actor, Permission } from '@doorstep/auth';
import { maySeePerson, maySeePlace, maySeeSite, narrowedTo, needsFreshRights, needsStepUp } from '@doorstep/auth';
import type { LiveEvent, LiveTopic } from './live-event.js';

/**
 * Whose the things of a topic are, as their services have it: of the visitors of a site, of the site itself, open to everybody with the
 * permission, or the whole city's.
 */
type Whose = 'visitors' | 'site' | 'centre' | 'open';

const SIGHT: Readonly<Record<LiveTopic, { readonly permission: Permission; readonly whose: Whose }>> = {
  orders: { permission: 'meal-orders.order.read', whose: 'visitors' },
  menus: { permission: 'meal-orders.menu.read', whose: 'open' },
  shifts: { permission: 'meal-orders.shift.read', whose: 'site' },
  bookings: { permission: 'day-care.booking.read', whose: 'visitors' },
  stays: { permission: 'day-care.booking.read', whose: 'visitors' },
  sessions: { permission: 'day-care.session.read', whose: 'centre' },
  claims: { permission: 'benefits.claim.read', whose: 'visitors' },
  // A grant for a part of the city does not have these permissions at all.
  budgets: { permission: 'benefits.budget.read', whose: 'open' },
  statements: { permission: 'benefits.statement.read', whose: 'site' },
  grants: { permission: 'benefits.grant.read', whose: 'site' },
  payees: { permission: 'benefits.payee.read', whose: 'site' },
  findings: { permission: 'audit.events.read', whose: 'open' },
  'finding-requests': { permission: 'benefits.finding-request.read', whose: 'open' },
};

/** The caller as far as a topic goes; undefined when no grant has it, or what is held against the caller keeps it closed. */
export function sightOf(actor: Actor, topic: LiveTopic): Actor | undefined {
  const { permission } = SIGHT[topic];
  const { limits = [] } = actor;
  if (limits.includes('stale_rights') && needsFreshRights(permission)) return undefined;
  if (limits.includes('no_step_up') && needsStepUp(permission)) return undefined;
  return narrowedTo(actor, permission);
}

/** What nobody lists as theirs is not told: a kind of thing that is new here is silent at first. */
export function mayHearOf(actor: Actor, { topic, siteId, personId }: LiveEvent): boolean {
  const sight = sightOf(actor, topic);
  if (!sight) return false;
  const { whose } = SIGHT[topic];
  if (sight.scope.all === true || whose === 'open') return true;
  if (personId !== null && whose === 'visitors' && maySeePerson(sight, personId)) return true;
  if (siteId === null) return false;
  if (whose === 'visitors') return maySeeSite(sight, siteId);
  // Centres are public within the city, but for staff that is bound to sites.
  return maySeePlace(sight, siteId) || (whose === 'centre' && sight.scope.sites === undefined);
}
