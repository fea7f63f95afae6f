import type { Actor, Role } from '@doorstep/auth';

const CITY_STAFF: Readonly<Record<string, Role>> = {
  'clerk-1': 'civil_affairs_clerk',
  'policy-author-1': 'policy_author',
  'policy-approver-1': 'policy_approver',
  'finance-1': 'finance_maker',
  'finance-maker-1': 'finance_maker',
  'finance-checker-1': 'finance_checker',
  'auditor-1': 'auditor',
  'admin-1': 'administrator',
};

export const CLERK = 'clerk-1';
export const AUTHOR = 'policy-author-1';
export const APPROVER = 'policy-approver-1';
/** Proposes, drafts, pays. */
export const MAKER = 'finance-1';
/** Checks what the maker drafted. */
export const SECOND = 'finance-maker-1';
/** Confirms and approves. */
export const CHECKER = 'finance-checker-1';
export const AUDITOR = 'auditor-1';

export const tillOf = (site: string): string => `op-${site}`;

/** Staff of the city by name, and `op-<site>` at the tills. */
export function monthActor(subject: string): Actor {
  const role = CITY_STAFF[subject];
  if (role) return { kind: 'staff', subject, roles: [role], scope: { all: true } };
  if (!subject.startsWith('op-')) throw new Error(`nobody in the demonstration is called ${subject}`);
  return { kind: 'staff', subject, roles: ['site_operator'], scope: { sites: [subject.slice('op-'.length)] } };
}

/** The tills' people as the registry keeps them; the city's own staff came with the demo city. */
export function tillAssignments(sites: readonly string[], from: string): object[] {
  return sites.map((siteId) => ({ subject: tillOf(siteId), role: 'site_operator', scope: { siteId }, from }));
}
