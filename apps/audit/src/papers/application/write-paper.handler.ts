import type { OpenPaper, PaperEntry } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import type { Paper } from '../domain/paper.js';
import { withEntry } from '../domain/paper.js';
import { NothingToPaperError, PaperNotFoundError } from '../domain/papers.errors.js';
import { AddEntry } from './add-entry.js';
import { PaperStore } from './paper-store.port.js';

/** Working papers as auditors write them. A paper in state `finding` is a finding, under the same id. */
@Injectable()
export class WritePaperHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly store: PaperStore,
    private readonly entries: AddEntry,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Answers the id of the paper. */
  open({ about, title, comment }: OpenPaper, request: IdempotentRequest): Promise<string> {
    return this.transactions.run({ keys: [] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      if (!(await this.store.exists(tx, about))) throw new NothingToPaperError();
      const [at, by] = [this.clock.now(), request.principal];
      const paperId = uuidv7(at.getTime());
      const times = { openedAt: at, changedAt: at, signedOffAt: null };
      const people = { openedBy: by, assignee: null, signedOffBy: null };
      const paper: Paper = { paperId, about, title, state: 'open', entries: 1, ...times, ...people };
      const first = { entryNo: 1, kind: 'open' as const, by, at, text: comment ?? null, detail: {}, redacted: [] };
      await this.store.open(tx, paper, first);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: paperId });
      return paperId;
    });
  }

  async write(paperId: string, entry: PaperEntry, request: IdempotentRequest, meta: EventMeta): Promise<void> {
    await this.transactions.run({ keys: [{ space: 'finding', key: paperId }] }, async (tx) => {
      const paper = await this.store.hold(tx, paperId);
      if (!paper) throw new PaperNotFoundError();
      if (await this.idempotency.replayOf(tx, request)) return;
      const [at, by] = [this.clock.now(), request.principal];
      const next = withEntry(paper, entry, { by, at, authors: await this.store.authors(tx, paperId) });
      await this.entries.execute(tx, next, entry, { by, at, meta });
      await this.idempotency.remember(tx, request, { status: 200, resourceId: paperId });
    });
  }
}
