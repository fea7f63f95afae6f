import type { Actor, Role } from '@doorstep/auth';
import { grantsOf } from '@doorstep/auth';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Orders } from '../../shared/scoped-transactions.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonRepository } from './person.repository.port.js';

/** Those who hand out or bring a meal; an order of the day opens to nobody else who it is for. */
const SERVES: readonly Role[] = ['site_operator', 'site_manager', 'rider'];

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

  /** People out of reach are not in the answer. Leaves the transaction with the reach of the whole actor, without orders. */
  of(tx: Tx, actor: Actor, personIds: readonly string[]): Promise<Map<string, Role[]>> {
    return this.find(tx, actor, personIds, 'without_orders');
  }

  /** As above, and those for whom a meal is ordered here today, with the roles that serve it. Leaves the transaction with orders. */
  withOrders(tx: Tx, actor: Actor, personIds: readonly string[]): Promise<Map<string, Role[]>> {
    return this.find(tx, actor, personIds, 'with_orders');
  }

  private async find(tx: Tx, actor: Actor, personIds: readonly string[], orders: Orders): Promise<Map<string, Role[]>> {
    const found = new Map<string, Role[]>();
    const grants = grantsOf(actor);
    const look = async (role: Role, scope: Actor['scope'], through: Orders): Promise<void> => {
      await this.transactions.enter(tx, { ...actor, scope }, through);
      for (const personId of await this.people.reached(tx, personIds)) {
        const roles = found.get(personId) ?? [];
        if (!roles.includes(role)) found.set(personId, [...roles, role]);
      }
    };
    for (const { role, scope } of grants) await look(role, scope, 'without_orders');
    for (const { role, scope } of grants)
      if (orders === 'with_orders' && SERVES.includes(role)) await look(role, scope, orders);
    await this.transactions.enter(tx, actor, orders);
    return found;
  }
}
