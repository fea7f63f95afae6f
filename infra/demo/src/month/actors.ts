import { randomBytes } from 'node:crypto';
import type { Account } from '../signed-in/sign-ins.js';

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
export const ADMINISTRATOR = 'admin-1';

export const tillOf = (site: string): string => `op-${site}`;

/** Another one in every run. */
const SECRET = randomBytes(18).toString('base64url');

/** Of somebody at a till, for whom an administrator makes an account. */
export const passwordOf = (subject: string): string => `${SECRET}-${subject}`;

/** The city's own staff have a button on the sign-in page; who stands at the tills has a password. */
export function accountOf(subject: string): Account {
  return subject.startsWith('op-') ? { login: subject, password: passwordOf(subject) } : { button: subject };
}

/** The tills' people as the registry keeps them; the city's own staff came with the demo city. */
export function tillAssignments(sites: readonly string[], from: string): object[] {
  return sites.map((siteId) => ({ subject: tillOf(siteId), role: 'site_operator', scope: { siteId }, from }));
}
