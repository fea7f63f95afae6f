import { shanghaiDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import type { Area } from '../../areas/domain/area.js';
import type { AreaTree } from '../../areas/domain/area-tree.js';
import { FactRepository } from '../../people/application/fact.repository.port.js';
import { PersonVault } from '../../people/application/person-vault.port.js';
import type { Person } from '../../people/domain/person.js';
import type { PersonFact } from '../../people/domain/person-fact.js';
import { inChunks } from '../../shared/in-chunks.js';
import type { Stamp } from '../../shared/stamp.js';
import { SiteRepository } from '../../sites/application/site.repository.port.js';
import { bySite } from '../../sites/application/by-site.js';
import { SiteTerms } from '../../sites/application/site-terms.port.js';
import type { SiteTerm } from '../../sites/domain/site-term.js';
import type { VersionedSite } from '../../sites/domain/site.js';
import { erasedRow, RowRefusedError } from '../domain/import.errors.js';
import type { FactDraft, ImportDrafts, TermDraft } from './import-drafts.js';
import type { PeopleDirectory } from './people-directory.js';
import { Plan } from './plan.js';
import { planAreas } from './plan-areas.js';
import { planFactsOf } from './plan-facts.js';
import type { PlannedPerson } from './plan-people.js';
import { planPeople } from './plan-people.js';
import { planSites } from './plan-sites.js';
import { planTerms } from './plan-terms.js';
import type { Refusals } from './refusals.js';

/** What one transaction works on; `refusals` grows while it plans. */
export interface ImportTask {
  readonly drafts: ImportDrafts;
  readonly directory: PeopleDirectory;
  readonly refusals: Refusals;
  readonly stamp: Stamp;
  /** The file is a whole list: see FactPlanContext. */
  readonly succession?: boolean;
}

export interface ImportPlan {
  readonly areas: Plan<Area>;
  readonly sites: Plan<VersionedSite>;
  readonly terms: Plan<SiteTerm>;
  readonly people: Plan<PlannedPerson>;
  readonly facts: Plan<PersonFact>;
}

/** People whose believed facts are in memory at a time. */
const PEOPLE_AT_ONCE = 2_000;

/** Holds a file against what is known, without writing: refused rows go on a list, the rest becomes a plan. */
@Injectable()
export class ImportPlanner {
  constructor(
    private readonly areas: AreaRepository,
    private readonly sites: SiteRepository,
    private readonly terms: SiteTerms,
    private readonly vault: PersonVault,
    private readonly facts: FactRepository,
  ) {}

  async plan(tx: Tx, task: ImportTask): Promise<ImportPlan> {
    const { drafts, directory, refusals } = task;
    const { plan: areas, tree } = planAreas(drafts.areas, await this.areas.all(tx), refusals);
    const { sites, terms } = await this.planSites(tx, task, tree);
    const known = drafts.people
      .flatMap((draft) => directory.find(draft) ?? [])
      .filter((person) => !directory.isNew(person));
    const identities = await this.vault.load(
      tx,
      known.map((person) => person.personId),
    );
    const people = planPeople(drafts.people, directory, identities, refusals);
    return { areas, sites, terms, people, facts: await this.planFacts(tx, task, tree) };
  }

  private async planSites(
    tx: Tx,
    { drafts, refusals, stamp }: ImportTask,
    tree: AreaTree,
  ): Promise<{ sites: Plan<VersionedSite>; terms: Plan<SiteTerm> }> {
    const named = [...drafts.sites.map(({ site }) => site.siteId), ...drafts.terms.flatMap(sitesNamed)];
    const siteIds = [...new Set(named)];
    const known = await this.sites.findMany(tx, siteIds);
    const recorded = await this.terms.of(tx, siteIds);
    const context = { known, terms: bySite(recorded), tree, refusals, today: shanghaiDate(stamp.at) };
    const sites = planSites(drafts.sites, context);
    const after = new Map([...known, ...sites.written].map((site) => [site.siteId, site]));
    const terms = planTerms(drafts.terms, { sites: after, known: recorded, tree, refusals, at: stamp.at });
    return { sites, terms };
  }

  private async planFacts(tx: Tx, task: ImportTask, tree: AreaTree): Promise<Plan<PersonFact>> {
    const { refusals, stamp, succession = false } = task;
    const context = { plan: new Plan<PersonFact>(), tree, refusals, stamp, succession };
    const groups = [...factsByPerson(task).values()];
    for (const chunk of inChunks(groups, PEOPLE_AT_ONCE)) {
      const known = chunk.filter(({ person }) => !task.directory.isNew(person)).map(({ person }) => person.personId);
      const believed = groupedByPerson(known.length > 0 ? await this.facts.believed(tx, known) : []);
      for (const { person, rows } of chunk) {
        const { personId } = person;
        planFactsOf({ personId, drafts: rows, believed: believed.get(personId) ?? [] }, context);
      }
    }
    return context.plan;
  }
}

function sitesNamed({ siteId, dated: { term } }: TermDraft): string[] {
  return term.kind === 'canteen' && term.suppliedBy !== null ? [siteId, term.suppliedBy] : [siteId];
}

interface RowsOfPerson {
  readonly person: Person;
  readonly rows: FactDraft[];
}

function factsByPerson({ drafts, directory, refusals }: ImportTask): Map<string, RowsOfPerson> {
  const groups = new Map<string, RowsOfPerson>();
  for (const draft of drafts.facts) {
    refusals.attempt(draft.line, () => {
      const person = directory.find(draft);
      if (!person) throw directory.isErased(draft) ? erasedRow() : unknownPerson();
      const group = groups.get(person.personId);
      if (group) group.rows.push(draft);
      else groups.set(person.personId, { person, rows: [draft] });
    });
  }
  return groups;
}

function unknownPerson(): RowRefusedError {
  return new RowRefusedError('person', 'PERSON.NOT_FOUND', 'nobody is known by this id or reference');
}

function groupedByPerson(facts: readonly PersonFact[]): Map<string, PersonFact[]> {
  const groups = new Map<string, PersonFact[]>();
  for (const fact of facts) {
    const group = groups.get(fact.personId);
    if (group) group.push(fact);
    else groups.set(fact.personId, [fact]);
  }
  return groups;
}
