import type { Actor, Role } from '@doorstep/auth';
import { grantsOf } from '@doorstep/auth';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonRepository } from './person.repository.port.js';

/**
 * With which roles a caller reaches each person. Somebody who is nurse in one centre and works the till of another canteen sees the
 * canteen's people as a till does.
 */
@Injectable()
export class ReachedRoles {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly people: PersonRepository,
  ) {}

  /** People out of reach are not in the answer. Leaves the transaction with the reach of the whole actor. */
  async of(tx: Tx, actor: Actor, personIds: readonly string[]): Promise<Map<string, Role[]>> {
    const found = new Map<string, Role[]>();
    const grants = grantsOf(actor);
    for (const { role, scope } of grants) {
      if (grants.length > 1) await this.transactions.enter(tx, { ...actor, scope });
      for (const personId of await this.people.reached(tx, personIds))
        found.set(personId, [...(found.get(personId) ?? []), role]);
    }
    if (grants.length > 1) await this.transactions.enter(tx, actor);
    return found;
  }
}
