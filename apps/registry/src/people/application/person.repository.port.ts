import type { Tx } from '@doorstep/persistence';
import type { Stamp } from '../../shared/stamp.js';
import type { Person } from '../domain/person.js';

export abstract class PersonRepository {
  abstract find(tx: Tx, personId: string): Promise<Person | undefined>;
  /** The people known under any of these ids or references; nobody who was erased. */
  abstract resolve(tx: Tx, personIds: readonly string[], externalRefs: readonly string[]): Promise<Person[]>;
  /** Those among them whom the transaction reaches. */
  abstract reached(tx: Tx, personIds: readonly string[]): Promise<string[]>;
  /** Ids of those in reach above an id, in their order. */
  abstract after(tx: Tx, personId: string, limit: number): Promise<string[]>;
  abstract add(tx: Tx, people: readonly Person[], stamp: Stamp): Promise<void>;
}
