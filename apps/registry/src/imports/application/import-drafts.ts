import type { Area } from '../../areas/domain/area.js';
import type { ListedIdentity } from '../../people/domain/person.js';
import type { DatedFact } from '../../people/domain/person-fact.js';
import type { Site } from '../../sites/domain/site.js';
import type { DatedTerm } from '../../sites/domain/site-term.js';
import { Refusals } from './refusals.js';

/** How a row names a person: by our id, by the reference of the bureau's list, or both. */
export interface PersonKey {
  readonly personId: string | undefined;
  readonly externalRef: string | undefined;
}

export interface AreaDraft {
  readonly line: number;
  readonly area: Area;
}

export interface SiteDraft {
  readonly line: number;
  readonly site: Site;
}

export interface TermDraft {
  readonly line: number;
  readonly siteId: string;
  readonly dated: DatedTerm;
}

export interface PersonDraft extends PersonKey {
  readonly line: number;
  readonly identity: ListedIdentity;
}

export interface FactDraft extends PersonKey {
  readonly line: number;
  readonly fact: DatedFact;
  readonly source: string | null;
}

/** What a file says, row by row, before it is held against what is known. */
export class ImportDrafts {
  readonly areas: AreaDraft[] = [];
  readonly sites: SiteDraft[] = [];
  readonly terms: TermDraft[] = [];
  readonly people: PersonDraft[] = [];
  readonly facts: FactDraft[] = [];
  rows = 0;

  constructor(readonly refusals = new Refusals()) {}
}
