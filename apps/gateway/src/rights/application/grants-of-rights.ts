import type { FamilyRight, Grant, Role, Scope } from '@doorstep/auth';
import { FAMILY_RIGHTS, ROLES } from '@doorstep/auth';
import type { FamilyLink, Rights, StaffRight } from '../domain/rights.js';

/** Roles of money, rules, audit and administration count only for somebody who signed in with two factors. */
export const TWO_FACTOR_ROLES: readonly Role[] = [
  'policy_author',
  'policy_approver',
  'finance_maker',
  'finance_checker',
  'auditor',
  'administrator',
];

/** Whoever signed in and was granted nothing: may redeem an invitation, and reaches no person and no site. */
export const NOBODY_YET: Grant = { role: 'family', scope: { persons: [] }, may: [] };

/** A list in a token is no longer than this; more go into another grant. */
const PER_GRANT = 500;

export interface Proof {
  readonly twoFactor: boolean;
  /** Set for a PIN at a paired device: nothing beyond that site. */
  readonly deviceSiteId: string | null;
}

/**
 * The grants of a token: one a role, one a set of family rights. Unknown roles and rights give nothing. A session at a shared device
 * has only what its holder may do at the site of that device. An area stays an area: the sites in it are places of its, and whoever
 * comes there from elsewhere is not its business (ADR 0036).
 */
export function grantsOfRights({ staff, family }: Rights, { twoFactor, deviceSiteId }: Proof): Grant[] {
  const counted = staff.filter(({ role }) => isRole(role) && (twoFactor || !TWO_FACTOR_ROLES.includes(role)));
  if (deviceSiteId !== null) return atDevice(counted, deviceSiteId);
  const grants = [...byRole(counted), ...byRights(family)];
  return grants.length > 0 ? grants : [NOBODY_YET];
}

function atDevice(staff: readonly StaffRight[], siteId: string): Grant[] {
  const held = (scope: Scope, there: (right: StaffRight) => boolean): Grant[] =>
    unique(staff.filter(there).map(({ role }) => role)).map((role) => ({ role: role as Role, scope }));
  return [
    ...held({ sites: [siteId] }, (right) => right.siteId === siteId),
    ...held({ areaSites: [siteId] }, (right) => right.sitesOfArea.includes(siteId)),
  ];
}

function byRole(staff: readonly StaffRight[]): Grant[] {
  return [...new Set(staff.map(({ role }) => role as Role))].flatMap((role): Grant[] => {
    const own = staff.filter((right) => right.role === role);
    if (own.some(({ all }) => all)) return [{ role, scope: { all: true } }];
    const listed = (of: (right: StaffRight) => readonly (string | null)[]) =>
      chunks(unique(own.flatMap(of).filter((code) => code !== null)));
    const scopes: Scope[] = [
      ...listed(({ siteId }) => [siteId]).map((part) => ({ sites: part })),
      ...listed(({ areaCode }) => [areaCode]).map((part) => ({ areas: part })),
      ...listed(({ sitesOfArea }) => sitesOfArea).map((part) => ({ areaSites: part })),
    ];
    return scopes.map((scope) => ({ role, scope }));
  });
}

function byRights(family: readonly FamilyLink[]): Grant[] {
  const persons = new Map<string, string[]>();
  for (const { personId, may } of family) {
    const key = FAMILY_RIGHTS.filter((right) => may.includes(right)).join(',');
    persons.set(key, [...(persons.get(key) ?? []), personId]);
  }
  return [...persons].flatMap(([key, ids]) =>
    chunks(unique(ids)).map((part): Grant => ({
      role: 'family',
      scope: { persons: part },
      may: key === '' ? [] : (key.split(',') as FamilyRight[]),
    })),
  );
}

function isRole(role: string): role is Role {
  return (ROLES as readonly string[]).includes(role) && role !== 'family';
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function chunks(values: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(values.length / PER_GRANT) }, (_, index) =>
    values.slice(index * PER_GRANT, (index + 1) * PER_GRANT),
  );
}
