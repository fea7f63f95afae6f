import type { Actor } from '@doorstep/auth';
import { maySeePerson } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { shanghaiDate } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { holdingOn } from '../domain/holds-on.js';
import type { Person } from '../domain/person.js';
import { PersonNotFoundError } from '../domain/person.errors.js';
import type { DatedFact } from '../domain/person-fact.js';
import { FactRepository } from './fact.repository.port.js';
import { PersonRepository } from './person.repository.port.js';

/** The one place that decides whom a caller may know of. */
@Injectable()
export class PersonAccess {
  constructor(
    private readonly people: PersonRepository,
    private readonly facts: FactRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Throws PersonNotFoundError for unknown people and for those outside the caller's scope alike. */
  async personFor(tx: Tx, actor: Actor, personId: string): Promise<Person> {
    const person = await this.people.find(tx, personId);
    if (person && (maySeePerson(actor, personId) || (await this.livesInScope(tx, actor, personId)))) return person;
    throw new PersonNotFoundError();
  }

  /** Community workers see those who live or are registered in their areas today. */
  private async livesInScope(tx: Tx, actor: Actor, personId: string): Promise<boolean> {
    const areas = actor.scope.areas ?? [];
    if (areas.length === 0) return false;
    const facts = holdingOn(await this.facts.believed(tx, [personId]), shanghaiDate(this.clock.now()));
    return facts.some((fact) => areaCodesOf(fact).some((code) => areas.includes(code)));
  }
}

function areaCodesOf({ value }: DatedFact): string[] {
  if (value.kind !== 'hukou' && value.kind !== 'residence') return [];
  const { city, district, town } = value.place;
  return [city, district, ...(town === undefined ? [] : [town])];
}
