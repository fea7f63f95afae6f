import { existsSync } from 'node:fs';
import type { Actor, Role } from '@doorstep/auth';
import { readTokenKey, TokenSigner } from '@doorstep/auth';
import { SECRETS } from '../platform/paths.js';
import { SetupProblem } from '../platform/problem.js';
import { SecretFolder } from '../platform/secrets.js';

export interface Person {
  /** A key of PERSONAS. */
  readonly as: string;
  readonly subject?: string | undefined;
  readonly sites?: readonly string[];
  readonly persons?: readonly string[];
}

interface Persona {
  readonly role: Role;
  /** What the token is limited to; `all` sees the whole city. */
  readonly scope: 'sites' | 'persons' | 'all';
  readonly subject: string;
}

/** Who one can be on the local stack. */
export const PERSONAS: Readonly<Record<string, Persona>> = {
  operator: { role: 'site_operator', scope: 'sites', subject: 'op' },
  manager: { role: 'site_manager', scope: 'sites', subject: 'manager' },
  'day-care': { role: 'day_care_staff', scope: 'sites', subject: 'care' },
  rider: { role: 'rider', scope: 'sites', subject: 'rider' },
  family: { role: 'family', scope: 'persons', subject: 'family-1' },
  'community-worker': { role: 'community_worker', scope: 'all', subject: 'community-1' },
  hotline: { role: 'hotline_agent', scope: 'all', subject: 'hotline-1' },
  clerk: { role: 'civil_affairs_clerk', scope: 'all', subject: 'clerk-1' },
  'policy-author': { role: 'policy_author', scope: 'all', subject: 'policy-author-1' },
  'policy-approver': { role: 'policy_approver', scope: 'all', subject: 'policy-approver-1' },
  'finance-maker': { role: 'finance_maker', scope: 'all', subject: 'finance-maker-1' },
  'finance-checker': { role: 'finance_checker', scope: 'all', subject: 'finance-checker-1' },
  auditor: { role: 'auditor', scope: 'all', subject: 'auditor-1' },
  admin: { role: 'administrator', scope: 'all', subject: 'admin-1' },
};

/** @throws SetupProblem when that persona does not exist or lacks its site or person */
export function actorFor({ as, subject, sites = [], persons = [] }: Person): Actor {
  const persona = PERSONAS[as];
  if (!persona)
    throw new SetupProblem(`Nobody is called ${as}.`, [`Choose one of: ${Object.keys(PERSONAS).join(', ')}.`]);
  if (persona.scope === 'sites' && sites.length === 0)
    throw new SetupProblem(`--as ${as} needs its site.`, [`For example: npm run token -- --as ${as} --site puya`]);
  if (persona.scope === 'persons' && persons.length === 0)
    throw new SetupProblem(`--as ${as} needs the elder it cares for.`, [
      `For example: npm run token -- --as ${as} --person 01920000-0000-7000-8000-000000000001`,
    ]);
  const scopes = { sites: { sites }, persons: { persons }, all: { all: true } };
  const own = persona.scope === 'sites' ? `${persona.subject}-${sites[0] ?? ''}` : persona.subject;
  return {
    kind: persona.role === 'family' ? 'family' : 'staff',
    subject: subject ?? own,
    roles: [persona.role],
    scope: scopes[persona.scope],
  };
}

/** Mints what stands in for a sign-in at the local gateway. @throws SetupProblem before the first `npm start` */
export async function mintToken(actor: Actor, lifeSeconds = 12 * 3600): Promise<string> {
  const file = new SecretFolder(SECRETS).path('sign-in-key.json');
  if (!existsSync(file)) throw new SetupProblem('There is no key to sign with yet.', ['Run `npm start` once.']);
  const signer = await TokenSigner.fromJwk(await readTokenKey(file));
  return signer.local(actor, lifeSeconds);
}
