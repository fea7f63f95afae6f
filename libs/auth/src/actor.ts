import { z } from 'zod';

export const ROLES = [
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
  'family',
] as const;
export type Role = (typeof ROLES)[number];

/**
 * What somebody may touch: everything, or the listed sites, areas and persons. Nothing listed is nothing allowed. Who has a site has
 * whoever comes there; who has an area has those who live in it and, as `areaSites`, the places that lie in it without their visitors
 * (ADR 0036).
 */
export interface Scope {
  readonly all?: boolean | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly areaSites?: readonly string[] | undefined;
  readonly persons?: readonly string[] | undefined;
}

/** What an elder lets a family member do: order meals, book day care, see health notes, see bills. */
export const FAMILY_RIGHTS = ['order', 'book', 'health', 'bills'] as const;
export type FamilyRight = (typeof FAMILY_RIGHTS)[number];

/** One role where it holds. A family's grant also says what the elders of its scope allow. */
export interface Grant {
  readonly role: Role;
  readonly scope: Scope;
  readonly may?: readonly FamilyRight[] | undefined;
}

/** `no_step_up`: has not proved lately, with two factors, who it is. `stale_rights`: rights may have been taken away meanwhile. */
export const ACCESS_LIMITS = ['no_step_up', 'stale_rights'] as const;
export type AccessLimit = (typeof ACCESS_LIMITS)[number];

/**
 * Who acts. `subject` is a pseudonymous account name, never a person's name. In a route, `roles`, `scope` and `grants` are only those
 * that have the route's permission (see `narrowedTo`); before the guard they are all of the token's.
 */
export interface Actor {
  readonly kind: 'staff' | 'family' | 'client';
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
  /** Which role holds where. Left out, every role holds in the whole scope. */
  readonly grants?: readonly Grant[] | undefined;
  /** What the gateway holds against this request, whatever its grants. */
  readonly limits?: readonly AccessLimit[] | undefined;
  /** The shared till or tablet at which the caller signed in with a PIN, as the issuer names it. */
  readonly device?: string | undefined;
}

const Listed = z.array(z.string().min(1).max(100)).max(500).optional();
const MAX_GRANTS = 100;

const GrantClaim = z
  .strictObject({
    role: z.enum(ROLES),
    scope: z.strictObject({
      all: z.boolean().optional(),
      sites: Listed,
      areas: Listed,
      areaSites: Listed,
      persons: Listed,
    }),
    may: z.array(z.enum(FAMILY_RIGHTS)).max(FAMILY_RIGHTS.length).optional(),
  })
  .refine(
    ({ role, may }) => (role === 'family') === (may !== undefined),
    'rights belong to a family and to nobody else',
  )
  .refine(({ role, scope }) => role !== 'family' || scope.all !== true, 'a family is linked to persons');

export const Subject = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/);

/** The claims of a token that say who acts. Unknown roles are refused, not ignored: they would be a version mix-up. */
export const ActorClaims = z.object({
  sub: Subject,
  kind: z.enum(['staff', 'family', 'client']),
  grants: z.array(GrantClaim).max(MAX_GRANTS),
  limits: z.array(z.enum(ACCESS_LIMITS)).max(ACCESS_LIMITS.length).optional(),
  device: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
    .optional(),
});

/** `staff:op-puya`: how events, idempotency keys and logs name an actor. */
export function actorRef(actor: Pick<Actor, 'kind' | 'subject'>): string {
  return `${actor.kind}:${actor.subject}`;
}

/** Whether what happens at a site is theirs, with everybody who comes. False means: answer as if the thing did not exist (throw a NotFoundError). */
export function maySeeSite(actor: Actor, siteId: string): boolean {
  return actor.scope.all === true || actor.scope.sites?.includes(siteId) === true;
}

/** The same for what is the site's own and nobody's who comes there: menus, sessions, shifts, statements, devices, staff. */
export function maySeePlace(actor: Actor, siteId: string): boolean {
  return maySeeSite(actor, siteId) || actor.scope.areaSites?.includes(siteId) === true;
}

/** For lists of what is the sites' own; undefined: of all sites. */
export function placesOf({ scope }: Actor): readonly string[] | undefined {
  return scope.all === true ? undefined : [...new Set([...(scope.sites ?? []), ...(scope.areaSites ?? [])])];
}

/** False means: answer as if the thing did not exist (throw a NotFoundError). */
export function maySeePerson(actor: Actor, personId: string): boolean {
  return actor.scope.all === true || actor.scope.persons?.includes(personId) === true;
}
