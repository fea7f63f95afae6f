import type { Actor } from '@doorstep/auth';
import { areaCodesOn, maySeePerson, maySeeSite } from '@doorstep/auth';
import type { PlaceOrder } from '@doorstep/contracts';
import { NotFoundError } from '@doorstep/kernel';
import type { PersonFacts } from '@doorstep/policy';
import { GuestsAtTillOnlyError, OperatorOnlyError } from '../domain/meal-order.errors.js';
import { isOperatorAt } from './actor-at-site.js';

/** The person does not exist as far as the caller may know. */
export class PersonNotFoundError extends NotFoundError {
  constructor() {
    super('MEAL_ORDER.PERSON_NOT_FOUND', 'no such person');
  }
}

export class OrderSiteNotFoundError extends NotFoundError {
  constructor() {
    super('SITE.NOT_FOUND', 'no such site');
  }
}

/** What can be said before anything is read. Staff of one site do not order at another. */
export function checkRights(body: PlaceOrder, actor: Actor): void {
  if (isOperatorAt(actor, body.siteId)) return;
  if (actor.kind === 'staff' && actor.scope.sites !== undefined && !maySeeSite(actor, body.siteId))
    throw new OrderSiteNotFoundError();
  if (body.personId === null) throw new GuestsAtTillOnlyError();
  for (const field of ['handedOver', 'tender', 'takenAt', 'tillId'] as const)
    if (body[field] !== undefined && body[field] !== false) throw new OperatorOnlyError(field);
}

/** For whom somebody may order: operators for everybody who comes, others for their own; workers for those of their area. */
export function checkPerson(body: PlaceOrder, actor: Actor, person: PersonFacts | undefined): void {
  if (body.personId === null || isOperatorAt(actor, body.siteId) || maySeePerson(actor, body.personId)) return;
  const areas = actor.scope.areas ?? [];
  const places = person ? [...person.livesIn, ...person.hukou] : [];
  if (!areaCodesOn(places, body.serviceDate).some((area) => areas.includes(area))) throw new PersonNotFoundError();
}
