import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import type { Person } from '../domain/person.js';
import { PersonNotFoundError } from '../domain/person.errors.js';
import { PersonRepository } from './person.repository.port.js';

/** The one place that decides whom a caller may know of. */
@Injectable()
export class PersonAccess {
  constructor(private readonly people: PersonRepository) {}

  /**
   * Throws PersonNotFoundError for unknown people and for those outside the caller's scope alike: the database shows a scoped
   * transaction nobody else.
   */
  async personFor(tx: Tx, personId: string): Promise<Person> {
    const person = await this.people.find(tx, personId);
    if (!person) throw new PersonNotFoundError();
    return person;
  }
}
