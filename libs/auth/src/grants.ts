import type { Actor, Grant, Role, Scope } from './actor.js';
import { FAMILY_RIGHTS } from './actor.js';
import { isCityWide } from './city-wide.js';
import { mayAsFamily } from './family-permissions.js';
import type { Permission } from './permissions.js';
import { hasPermission } from './permissions.js';

/** The grants of an actor. One that was written down as roles and a scope has each role in the whole of it, a family with every right. */
export function grantsOf({ grants, roles, scope }: Pick<Actor, 'roles' | 'scope' | 'grants'>): readonly Grant[] {
  return grants ?? roles.map((role) => (role === 'family' ? { role, scope, may: FAMILY_RIGHTS } : { role, scope }));
}

/** The actor of these grants: all their roles, the union of their scopes. */
export function actorWith(who: Pick<Actor, 'kind' | 'subject' | 'limits' | 'device'>, grants: readonly Grant[]): Actor {
  return Object.freeze({
    kind: who.kind,
    subject: who.subject,
    roles: [...new Set(grants.map(({ role }) => role))],
    scope: unionOf(grants.map(({ scope }) => scope)),
    grants,
    ...(who.limits && who.limits.length > 0 && { limits: who.limits }),
    ...(who.device !== undefined && { device: who.device }),
  });
}

/**
 * The actor as far as one permission goes: only the grants that have it, so that somebody who is operator at one site and day-care
 * staff at another has neither role in both places. Undefined when no grant has it. Staff who act through a family link act as family.
 */
export function narrowedTo(actor: Actor, permission: Permission): Actor | undefined {
  const grants = grantsOf(actor).filter((grant) => allows(grant, permission));
  if (grants.length === 0) return undefined;
  const asFamily = actor.kind === 'staff' && grants.every(({ role }) => role === 'family');
  const { subject, limits, device } = actor;
  return actorWith({ kind: asFamily ? 'family' : actor.kind, subject, limits, device }, grants);
}

/** Whether one of the roles holds at this very site; a role of another site says nothing here. */
export function hasRoleAt(actor: Actor, roles: readonly Role[], siteId: string): boolean {
  return grantsOf(actor).some(
    ({ role, scope }) => roles.includes(role) && (scope.all === true || scope.sites?.includes(siteId) === true),
  );
}

/** The roles that hold for this person: the city's, those of the person's areas, and the family's own. */
export function rolesFor(actor: Actor, personId: string, areaCodes: readonly string[] = []): Role[] {
  const holds = ({ scope }: Grant) =>
    scope.all === true ||
    scope.persons?.includes(personId) === true ||
    scope.areas?.some((area) => areaCodes.includes(area)) === true;
  return [
    ...new Set(
      grantsOf(actor)
        .filter(holds)
        .map(({ role }) => role),
    ),
  ];
}

function allows({ role, scope, may }: Grant, permission: Permission): boolean {
  if (!hasPermission([role], permission)) return false;
  if (role === 'family') return mayAsFamily(may ?? [], permission);
  return scope.all === true || !isCityWide(permission);
}

function unionOf(scopes: readonly Scope[]): Scope {
  if (scopes.some(({ all }) => all === true)) return { all: true };
  const merged = (part: 'sites' | 'areas' | 'areaSites' | 'persons') => {
    const lists = scopes.flatMap((scope) => scope[part] ?? []);
    return scopes.some((scope) => scope[part] !== undefined) ? { [part]: [...new Set(lists)] } : {};
  };
  return { ...merged('sites'), ...merged('areas'), ...merged('areaSites'), ...merged('persons') };
}
