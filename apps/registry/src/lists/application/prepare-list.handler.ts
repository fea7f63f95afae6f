import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { ListImportView, ListName } from '@doorstep/contracts';
import { uuidv7 } from '@doorstep/kernel';
import type { IdempotentRequest, LaneKey } from '@doorstep/persistence';
import { Idempotency } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { factList } from './fact-list.js';
import { TooManyListsError } from '../domain/list.errors.js';
import { ListImportRepository } from './list-import.repository.port.js';
import { ListPlanner, readList } from './list-planner.js';

export interface PrepareListRequest {
  readonly actor: Actor;
  readonly list: ListName;
  readonly area: string | null;
  readonly csv: string;
  readonly at: Date;
  readonly request: IdempotentRequest;
}

const PREPARE_LIMIT_MS = 20_000;
/** A list of names does not lie about for longer; by then the registry is another one anyway. */
const KEPT_MS = 7 * 86_400_000;
const MOST_WAITING = 50;
const ONE_AT_A_TIME: LaneKey = { space: 'operation', key: 'list' };

/** First step: what a full list would change, row by row. Nothing of it is done. */
@Injectable()
export class PrepareList {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly idempotency: Idempotency,
    private readonly planner: ListPlanner,
    private readonly lists: ListImportRepository,
  ) {}

  async execute({ actor, list, area, csv, at, request }: PrepareListRequest): Promise<ListImportView> {
    const drafts = await readList(csv, factList(list));
    const options = { keys: [ONE_AT_A_TIME], timeoutMs: PREPARE_LIMIT_MS };
    return this.transactions.run(actor, options, async (tx) => {
      const replay = await this.idempotency.replayOf(tx, request);
      if (replay) return this.lists.known(tx, replay.resourceId);
      if ((await this.lists.countWaiting(tx)) >= MOST_WAITING) throw new TooManyListsError(MOST_WAITING);
      const stamp = { at, by: actorRef(actor), importId: uuidv7(at.getTime()) };
      const directory = await this.planner.directory(tx, drafts, at);
      const { diff } = await this.planner.plan(tx, { list: factList(list), area, drafts, directory, stamp });
      const report: ListImportView = {
        id: stamp.importId,
        list,
        area,
        state: diff.counts.refused === 0 ? 'prepared' : 'refused',
        rows: drafts.rows,
        counts: diff.counts,
        diffSha256: diff.sha256,
        endedAbsent: 0,
        preparedAt: at.toISOString(),
        preparedBy: stamp.by,
        expiresAt: new Date(at.getTime() + KEPT_MS).toISOString(),
        closedAt: null,
        closedBy: null,
      };
      await this.lists.add(tx, report, diff, csv);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: report.id });
      return report;
    });
  }
}
