import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ApplyList as ApplyListBody, ListImportView } from '@doorstep/contracts';
import type { EventMeta } from '@doorstep/messaging';
import type { IdempotentRequest, LaneKey, Tx } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ONE_IMPORT_AT_A_TIME } from '../../imports/application/import-file.handler.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { factList } from './fact-list.js';
import { ListNotWaitingError, ListOutdatedError } from '../domain/list.errors.js';
import { absentEnds } from './absent-ends.js';
import { ListEffects } from './list-effects.js';
import { ListImportRepository } from './list-import.repository.port.js';
import type { ListTask } from './list-planner.js';
import { ListPlanner, readList } from './list-planner.js';

export interface ApplyListRequest {
  readonly actor: Actor;
  readonly importId: string;
  readonly body: ApplyListBody;
  readonly at: Date;
  readonly meta: EventMeta;
  readonly request: IdempotentRequest;
}

const APPLY_LIMIT_MS = 20_000;

/** A list read again, with the lanes that applying it takes; `undefined` when it does not wait any more. */
type Opened = { readonly task: ListTask; readonly keys: readonly LaneKey[] } | undefined;

/**
 * Second step, on somebody's word who saw the differences. They are worked out once more under the lanes of everybody concerned: unless
 * they are the very same, nothing is done.
 */
@Injectable()
export class ApplyList {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly planner: ListPlanner,
    private readonly lists: ListImportRepository,
    private readonly effects: ListEffects,
  ) {}

  async execute(command: ApplyListRequest): Promise<ListImportView> {
    const { actor, importId, request } = command;
    const opened = await this.open(command);
    const options = { keys: opened?.keys ?? [], timeoutMs: APPLY_LIMIT_MS };
    return this.transactions.run(actor, options, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      const known = await this.lists.known(tx, importId);
      if (replay) return known;
      if (!opened || known.state !== 'prepared') throw new ListNotWaitingError();
      const applied = await this.apply(tx, known, opened.task, command);
      await this.idempotency.remember(tx, request, { status: 200, resourceId: importId });
      return applied;
    });
  }

  private async open({ actor, importId, body, at }: ApplyListRequest): Promise<Opened> {
    return this.transactions.read(actor, async (tx) => {
      const { list, area } = await this.lists.known(tx, importId);
      const csv = await this.lists.file(tx, importId);
      if (csv === undefined) return undefined;
      const drafts = await readList(csv, factList(list));
      const directory = await this.planner.directory(tx, drafts, at);
      const stamp = { at, by: actorRef(actor), importId };
      const people = new Set(
        [...drafts.people, ...drafts.facts].flatMap((draft) => directory.find(draft)?.personId ?? []),
      );
      for (const personId of await this.absentPeople(tx, importId, body.absent)) people.add(personId);
      const keys = [...people].map((key): LaneKey => ({ space: 'person', key }));
      const access: LaneKey = { space: 'access', key: importId };
      return {
        task: { list: factList(list), area, drafts, directory, stamp },
        keys: [ONE_IMPORT_AT_A_TIME, access, ...keys],
      };
    });
  }

  private absentPeople(tx: Tx, importId: string, absent: ApplyListBody['absent']): Promise<string[]> {
    if (absent.mode === 'keep') return Promise.resolve([]);
    const positions = absent.mode === 'end_all' ? ('all' as const) : absent.items.map(({ position }) => position);
    return this.lists.absentPeople(tx, importId, positions);
  }

  private async apply(
    tx: Tx,
    known: ListImportView,
    task: ListTask,
    { body, meta, at }: ApplyListRequest,
  ): Promise<ListImportView> {
    if (await this.planner.isOutdated(tx, task)) throw new ListOutdatedError();
    const { plan, diff } = await this.planner.plan(tx, task);
    if (diff.sha256 !== known.diffSha256 || diff.sha256 !== body.diffSha256) throw new ListOutdatedError();
    const ends = absentEnds(body.absent, diff, task.stamp);
    await this.effects.write(tx, plan, ends, task.stamp, meta);
    const endedAbsent = ends.facts.length + ends.retractions.length;
    const closed = { state: 'applied' as const, closedAt: at.toISOString(), closedBy: task.stamp.by };
    const report: ListImportView = { ...known, ...closed, endedAbsent };
    if (!(await this.lists.close(tx, report))) throw new ListNotWaitingError();
    await this.effects.tell(tx, report, meta);
    return report;
  }
}
