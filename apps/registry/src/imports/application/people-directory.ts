import { uuidv7 } from '@doorstep/kernel';
import type { ErasedKeys } from '../../people/application/erased-people.port.js';
import type { Person } from '../../people/domain/person.js';
import { erasedRow, RowRefusedError } from '../domain/import.errors.js';
import type { PersonDraft, PersonKey } from './import-drafts.js';

/** Who is meant by the ids and references of a file: those known already, and those whom the file itself brings. */
export class PeopleDirectory {
  private readonly byId = new Map<string, Person>();
  private readonly byRef = new Map<string, Person>();
  private readonly brought = new Set<string>();
  /** References that stand for somebody who was forgotten, also those that only an ID number of the file gives away. */
  private readonly erasedRefs: Set<string>;

  constructor(
    known: readonly Person[],
    private readonly erased: ErasedKeys,
  ) {
    for (const person of known) this.put(person);
    this.erasedRefs = new Set(erased.externalRefs);
  }

  isNew(person: Person): boolean {
    return this.brought.has(person.personId);
  }

  isErased({ personId, externalRef }: PersonKey): boolean {
    if (personId !== undefined && this.erased.personIds.has(personId)) return true;
    return externalRef !== undefined && this.erasedRefs.has(externalRef);
  }

  person(personId: string): Person | undefined {
    return this.byId.get(personId);
  }

  /** Of those who were known when the directory was made. */
  get knownIds(): string[] {
    return [...this.byId.keys()].filter((personId) => !this.brought.has(personId));
  }

  /** True when somebody took for new is known by now under the same id or reference. */
  isOutdatedBy(known: readonly Person[]): boolean {
    const taken = (person: Person | undefined): boolean => person !== undefined && this.isNew(person);
    return known.some(
      (person) => taken(this.byId.get(person.personId)) || taken(this.byRef.get(person.externalRef ?? '')),
    );
  }

  /** The person of a row about somebody who should be known. */
  find(key: PersonKey): Person | undefined {
    const { personId, externalRef } = key;
    if (personId === undefined) return externalRef === undefined ? undefined : this.byRef.get(externalRef);
    const person = this.byId.get(personId);
    return person && (externalRef === undefined || person.externalRef === externalRef) ? person : undefined;
  }

  /**
   * The person of a `person` row, who is new unless known. Throws RowRefusedError when id and reference disagree, and for somebody who
   * was forgotten.
   */
  bring(draft: PersonDraft, now: Date): Person {
    const { personId, externalRef } = draft;
    const byRef = externalRef === undefined ? undefined : this.byRef.get(externalRef);
    const byId = personId === undefined ? undefined : this.byId.get(personId);
    if (byRef && personId !== undefined && byRef.personId !== personId)
      throw new RowRefusedError('person_id', 'PERSON.OTHER_ID', 'the reference belongs to somebody with another id');
    if (byId && externalRef !== undefined && byId.externalRef !== externalRef)
      throw new RowRefusedError('person', 'PERSON.OTHER_REF', 'the id belongs to somebody with another reference');
    const known = byRef ?? byId;
    if (known) return known;
    this.refuseErased(draft);
    const id = personId ?? uuidv7(now.getTime());
    const person = { personId: id, externalRef: externalRef ?? null, registeredAt: now };
    this.put(person);
    this.brought.add(id);
    return person;
  }

  private refuseErased(draft: PersonDraft): void {
    const { idNumber } = draft.identity;
    const known = idNumber !== null && this.erased.idNumbers.has(idNumber);
    if (!known && !this.isErased(draft)) return;
    if (draft.externalRef !== undefined) this.erasedRefs.add(draft.externalRef);
    throw erasedRow();
  }

  private put(person: Person): void {
    this.byId.set(person.personId, person);
    if (person.externalRef !== null) this.byRef.set(person.externalRef, person);
  }
}
