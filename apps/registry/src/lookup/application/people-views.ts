import type { Actor, Role } from '@doorstep/auth';
import type { FoundPerson, LookupPurpose } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonNotes } from '../../people/application/person-notes.port.js';
import { PersonVault } from '../../people/application/person-vault.port.js';
import { hasPurpose } from '../../people/application/purposes.js';
import { ReachedRoles } from '../../people/application/reached-roles.js';
import { visibleIdentity } from '../../people/application/vault-visibility.js';

/** Those who cook for somebody, feed them or order for them. */
const SEE_DIETS: readonly Role[] = [
  'site_operator',
  'site_manager',
  'day_care_staff',
  'community_worker',
  'hotline_agent',
  'civil_affairs_clerk',
  'family',
];

/** People as a caller may see them, each with the roles that reach this person and have the purpose, cut to what it needs. */
@Injectable()
export class PeopleViews {
  constructor(
    private readonly roles: ReachedRoles,
    private readonly vault: PersonVault,
    private readonly notes: PersonNotes,
  ) {}

  /** In the order asked for; those out of reach are left out. */
  async of(tx: Tx, actor: Actor, personIds: readonly string[], purpose: LookupPurpose): Promise<FoundPerson[]> {
    const reached = withPurpose(await this.roles.withOrders(tx, actor, personIds), purpose);
    const wanted = [...new Set(personIds)].filter((personId) => reached.has(personId));
    const identities = await this.vault.load(tx, wanted);
    const diets = await this.notes.latest(tx, wanted, 'diet');
    return wanted.map((personId) => {
      const roles = reached.get(personId) ?? [];
      const diet = roles.some((role) => SEE_DIETS.includes(role)) ? diets.get(personId)?.content : undefined;
      return { personId, ...visibleIdentity(identities.get(personId), roles, purpose), diet: diet ?? null };
    });
  }
}

function withPurpose(reached: ReadonlyMap<string, readonly Role[]>, purpose: LookupPurpose): Map<string, Role[]> {
  const found = new Map<string, Role[]>();
  for (const [personId, roles] of reached) {
    const looking = roles.filter((role) => hasPurpose(role, purpose));
    if (looking.length > 0) found.set(personId, looking);
  }
  return found;
}
