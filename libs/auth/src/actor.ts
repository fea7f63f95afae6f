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

/** What somebody may touch: everything, or the listed sites, areas and persons. Nothing listed is nothing allowed. */
export interface Scope {
  readonly all?: boolean | undefined;
  readonly sites?: readonly string[] | undefined;
  readonly areas?: readonly string[] | undefined;
  readonly persons?: readonly string[] | undefined;
}

/** Who acts. `subject` is a pseudonymous account name, never a person's name. */
export interface Actor {
  readonly kind: 'staff' | 'family' | 'client';
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly scope: Scope;
}

const Listed = z.array(z.string().min(1).max(100)).max(500).optional();

/** The claims of a token that say who acts. Unknown roles are refused, not ignored: they would be a version mix-up. */
export const ActorClaims = z.object({
  sub: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{0,99}$/),
  kind: z.enum(['staff', 'family', 'client']),
  roles: z.array(z.enum(ROLES)).max(ROLES.length),
  scope: z.strictObject({ all: z.boolean().optional(), sites: Listed, areas: Listed, persons: Listed }),
});

/** `staff:op-puya`: how events, idempotency keys and logs name an actor. */
export function actorRef(actor: Pick<Actor, 'kind' | 'subject'>): string {
  return `${actor.kind}:${actor.subject}`;
}

/** False means: answer as if the thing did not exist (throw a NotFoundError). */
export function maySeeSite(actor: Actor, siteId: string): boolean {
  return actor.scope.all === true || actor.scope.sites?.includes(siteId) === true;
}

/** False means: answer as if the thing did not exist (throw a NotFoundError). */
export function maySeePerson(actor: Actor, personId: string): boolean {
  return actor.scope.all === true || actor.scope.persons?.includes(personId) === true;
}
