import type { Actor, Role } from '@doorstep/auth';
import { hasRoleAt, maySeePerson, maySeeSite } from '@doorstep/auth';
import { CentreNotFoundError } from '../../centres/domain/centre.errors.js';
import type { BookedBy, Booking } from '../domain/booking.js';
import { BookingNotFoundError, CentreOnlyError, PersonNotFoundError } from '../domain/booking.errors.js';
import type { ViewScope } from './booking-views.port.js';

const CENTRE_ROLES: readonly Role[] = ['day_care_staff', 'site_manager', 'site_operator', 'administrator'];

/** Acts for the centre: not bound by notice, and may give the centre's causes. */
export function actsForCentre(actor: Actor, siteId: string): boolean {
  return hasRoleAt(actor, CENTRE_ROLES, siteId);
}

/** To see a booking, as family or from the city, is not to keep the centre's book of attendance. */
export function assertActsForCentre(actor: Actor, { siteId }: Pick<Booking, 'siteId'>): void {
  if (!actsForCentre(actor, siteId)) throw new CentreOnlyError();
}

export function assertMaySee(actor: Actor, booking: Pick<Booking, 'siteId' | 'personId'>): void {
  if (!reaches(actor, booking)) throw new BookingNotFoundError();
}

/** Staff of a centre may book anybody there; a family its own people anywhere. */
export function assertMayBook(actor: Actor, booking: Pick<Booking, 'siteId' | 'personId'>): void {
  if (reaches(actor, booking)) return;
  throw actor.kind === 'family' ? new PersonNotFoundError() : new CentreNotFoundError(booking.siteId);
}

/** Refuses a filter that names something foreign, instead of answering an empty list that looks like a fact. */
export function assertMayList(actor: Actor, siteId: string | undefined, personId: string | undefined): void {
  if (actor.scope.all === true) return;
  if (personId !== undefined && maySeePerson(actor, personId)) return;
  if (siteId !== undefined && maySeeSite(actor, siteId)) return;
  if (personId !== undefined && actor.scope.sites?.length) return;
  throw siteId === undefined ? new PersonNotFoundError() : new CentreNotFoundError(siteId);
}

/** The rows that a list may hold for this caller. */
export function viewScopeOf(actor: Actor): ViewScope | undefined {
  if (actor.scope.all === true) return undefined;
  return { sites: actor.scope.sites ?? [], persons: actor.scope.persons ?? [] };
}

export function bookedBy(actor: Actor): BookedBy {
  if (actor.kind === 'family') return 'family';
  if (actor.roles.includes('hotline_agent')) return 'hotline';
  return actor.roles.includes('community_worker') ? 'worker' : 'staff';
}

function reaches(actor: Actor, { siteId, personId }: Pick<Booking, 'siteId' | 'personId'>): boolean {
  return maySeeSite(actor, siteId) || maySeePerson(actor, personId);
}
