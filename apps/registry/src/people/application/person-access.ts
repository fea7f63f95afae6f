import type { Actor, Role } from '@doorstep/auth';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Person } from '../domain/person.js';
import { PersonNotFoundError } from '../domain/person.errors.js';
import { PersonRepository } from './person.repository.port.js';
import { ReachedRoles } from './reached-roles.js';
import { Survivors } from './survivors.port.js';

/** The one place that decides whom a caller may know of. */
@Injectable()
export class PersonAccess {
  constructor(
    private readonly people: PersonRepository,
    private readonly roles: ReachedRoles,
    private readonly survivors: Survivors,
  ) {}

  /**
   * Throws PersonNotFoundError for unknown people and for those outside the caller's scope alike: the database shows a scoped
   * transaction nobody else.
   */
  async personFor(tx: Tx, personId: string): Promise<Person> {
    const person = await this.people.find(tx, personId);
    if (!person) throw new PersonNotFoundError();
    return person;
  }

  /** The file that stands for the person, where it is another one; the caller may be out of its reach. */
  async mergedInto(tx: Tx, personId: string): Promise<string | undefined> {
    return (await this.survivors.among(tx, [personId])).get(personId);
  }

  /**
   * The person as somebody who looks people up reaches them, also through an order of the day; throws like `personFor`. Leaves the
   * transaction with orders.
   */
  async lookedUpBy(tx: Tx, actor: Actor, personId: string): Promise<{ person: Person; roles: readonly Role[] }> {
    const roles = (await this.roles.withOrders(tx, actor, [personId])).get(personId);
    if (!roles) throw new PersonNotFoundError();
    return { person: await this.personFor(tx, personId), roles };
  }

  /** The person, and with which of the caller's roles; throws like `personFor`. */
  async reachedBy(tx: Tx, actor: Actor, personId: string): Promise<{ person: Person; roles: readonly Role[] }> {
    const person = await this.personFor(tx, personId);
    return { person, roles: (await this.roles.of(tx, actor, [personId])).get(personId) ?? [] };
  }
}
