import type { PaperListQuery, PaperPage, PaperSummary, PaperView } from '@doorstep/contracts';
import { isUuid } from '@doorstep/kernel';
import { Transactions } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { CursorInvalidError } from '../../journal/domain/journal.errors.js';
import type { Paper, WrittenEntry } from '../domain/paper.js';
import { PaperNotFoundError, PapersTooManyError } from '../domain/papers.errors.js';
import type { PaperWithHistory } from './paper-table.js';
import type { PaperFilter } from './paper-store.port.js';
import { PaperStore } from './paper-store.port.js';
import { FollowRequests } from './follow-requests.js';

const AT_ONCE = 200;
/** Entries of papers in one file, which is made in memory. */
const MOST_EXPORTED = 50_000;

@Injectable()
export class ReadPapers {
  constructor(
    private readonly transactions: Transactions,
    private readonly store: PaperStore,
    private readonly requests: FollowRequests,
  ) {}

  async one(paperId: string): Promise<PaperView> {
    const found = await this.transactions.read(async (tx) => {
      const paper = await this.store.find(tx, paperId);
      if (!paper) throw new PaperNotFoundError();
      const history = await this.store.history(tx, paperId);
      return { paper, history, requests: await this.requests.of(tx, paperId, history) };
    });
    const { paper, history, requests } = found;
    const timelineUrl = `/audit/v1/timelines/finding/${paperId}`;
    return { ...summaryOf(paper), history: history.map(entryView), requests, timelineUrl };
  }

  async page({ limit, cursor, ...filter }: PaperListQuery): Promise<PaperPage> {
    if (cursor !== undefined && !isUuid(cursor)) throw new CursorInvalidError();
    const found = await this.transactions.read((tx) => this.store.list(tx, filter, cursor, limit + 1));
    const items = found.slice(0, limit).map(summaryOf);
    return { items, next: found.length > limit ? (items.at(-1)?.paperId ?? null) : null };
  }

  /** Every paper that the filter finds with its history, all as they are at one moment. @throws PapersTooManyError */
  atOnce(filter: PaperFilter): Promise<PaperWithHistory[]> {
    return this.transactions.read(async (tx) => {
      const all: PaperWithHistory[] = [];
      let entries = 0;
      for (let before: string | undefined; ;) {
        const papers = await this.store.list(tx, filter, before, AT_ONCE);
        entries += papers.reduce((sum, paper) => sum + paper.entries, 0);
        if (entries > MOST_EXPORTED) throw new PapersTooManyError(MOST_EXPORTED);
        const histories = await this.store.histories(
          tx,
          papers.map(({ paperId }) => paperId),
        );
        for (const paper of papers)
          all.push({ paper: summaryOf(paper), history: (histories.get(paper.paperId) ?? []).map(entryView) });
        if (papers.length < AT_ONCE) return all;
        before = papers.at(-1)?.paperId;
      }
    });
  }
}

function summaryOf({ openedAt, changedAt, signedOffAt, about, ...paper }: Paper): PaperSummary {
  const times = {
    openedAt: openedAt.toISOString(),
    changedAt: changedAt.toISOString(),
    signedOffAt: signedOffAt?.toISOString() ?? null,
  };
  return { ...paper, ...times, about };
}

function entryView({ at, detail, redacted, ...entry }: WrittenEntry): PaperView['history'][number] {
  return { ...entry, at: at.toISOString(), detail: { ...detail }, redacted: [...redacted] };
}
