import { MAX_IMPORT_ROWS } from '@doorstep/contracts';
import { shanghaiDate } from '@doorstep/kernel';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { AreaRepository } from '../../areas/application/area.repository.port.js';
import { AreaTree } from '../../areas/domain/area-tree.js';
import { ImportDrafts } from '../../imports/application/import-drafts.js';
import type { ImportPlan } from '../../imports/application/import-planner.js';
import { ImportPlanner } from '../../imports/application/import-planner.js';
import type { PeopleDirectory } from '../../imports/application/people-directory.js';
import { PeopleDirectories } from '../../imports/application/people-directories.js';
import { readDrafts } from '../../imports/application/read-drafts.js';
import { RowRefusedError } from '../../imports/domain/import.errors.js';
import type { Stamp } from '../../shared/stamp.js';
import type { FactList } from './fact-list.js';
import { canBeAbsent, isOfList } from './fact-list.js';
import { ListAreaUnknownError, ListTooLongError } from '../domain/list.errors.js';
import { CurrentFacts } from './current-facts.port.js';
import type { ListDiff } from './list-diff.js';
import { listDiff } from './list-diff.js';

export interface ListTask {
  readonly list: FactList;
  readonly area: string | null;
  readonly drafts: ImportDrafts;
  readonly directory: PeopleDirectory;
  readonly stamp: Stamp;
}

/** Holds a full list against what is known, without writing. The same list against the same registry gives the same differences. */
@Injectable()
export class ListPlanner {
  constructor(
    private readonly planner: ImportPlanner,
    private readonly current: CurrentFacts,
    private readonly areas: AreaRepository,
    private readonly directories: PeopleDirectories,
  ) {}

  /** Who is meant by a file; its lanes depend on that. */
  directory(tx: Tx, drafts: ImportDrafts, now: Date): Promise<PeopleDirectory> {
    return this.directories.make(tx, drafts, now);
  }

  isOutdated(tx: Tx, { drafts, directory }: Pick<ListTask, 'drafts' | 'directory'>): Promise<boolean> {
    return this.directories.isOutdated(tx, drafts, directory);
  }

  async plan(
    tx: Tx,
    { list, area, drafts, directory, stamp }: ListTask,
  ): Promise<{ plan: ImportPlan; diff: ListDiff }> {
    await this.checkArea(tx, area);
    const refusals = drafts.refusals.copy();
    const plan = await this.planner.plan(tx, { drafts, directory, refusals, stamp, succession: true });
    const held = await this.current.of(tx, { list, area, on: shanghaiDate(stamp.at) }, MAX_IMPORT_ROWS);
    if (held.length > MAX_IMPORT_ROWS) throw new ListTooLongError(MAX_IMPORT_ROWS);
    const named = new Set(plan.facts.rows.map(({ before }) => before?.factId));
    const absent = held.filter((fact) => canBeAbsent(fact) && !named.has(fact.factId));
    return { plan, diff: listDiff({ plan, drafts, refused: refusals.list, directory, absent }) };
  }

  private async checkArea(tx: Tx, area: string | null): Promise<void> {
    if (area !== null && !new AreaTree(await this.areas.all(tx)).get(area)) throw new ListAreaUnknownError();
  }
}

/** Reads the file of a list; rows that are not of it are refused like any other wrong row. */
export async function readList(csv: string, list: FactList): Promise<ImportDrafts> {
  const read = await readDrafts(csv);
  const drafts = new ImportDrafts(read.refusals);
  drafts.rows = read.rows;
  drafts.people.push(...read.people);
  for (const { line } of [...read.areas, ...read.sites, ...read.terms])
    drafts.refusals.attempt(line, () => refuseForeign());
  for (const draft of read.facts)
    if (isOfList(list, draft.fact.value)) drafts.facts.push(draft);
    else drafts.refusals.attempt(draft.line, () => refuseForeign());
  return drafts;
}

function refuseForeign(): never {
  throw new RowRefusedError('record', 'LIST.ROW_NOT_OF_LIST', 'the row says something that this list is not about');
}
