import type { Tx } from '@doorstep/persistence';
import type { PersonFact } from '../../people/domain/person-fact.js';
import type { FactList } from './fact-list.js';

export interface ListedArea {
  readonly list: FactList;
  /** Those who live or are registered in it or in anything inside it; null = the whole city. */
  readonly area: string | null;
  /** Business date. */
  readonly on: string;
}

/** A fact that holds, with the number under which the bureau's list knows the person. */
export interface CurrentFact extends PersonFact {
  readonly externalRef: string | null;
}

export abstract class CurrentFacts {
  /** Facts of the list that are believed to hold on the day, by person; `limit` + 1 of them at most. */
  abstract of(tx: Tx, listed: ListedArea, limit: number): Promise<CurrentFact[]>;
}
