import type { SavedQueryPage, SavedQueryView, SaveQuery } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { isUuid, uuidv7 } from '@doorstep/kernel';
import type { IdempotentRequest } from '@doorstep/persistence';
import { Idempotency, Transactions } from '@doorstep/persistence';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { CursorInvalidError } from '../../journal/domain/journal.errors.js';
import { SavedQueryNotFoundError, TooManySavedQueriesError } from '../domain/explorer.errors.js';
import { eventsUrl, filterOf } from './event-filter.js';
import type { SavedQuery } from './saved-queries.port.js';
import { SavedQueries } from './saved-queries.port.js';

const MOST_PER_PERSON = 500;

/** Questions with a name that auditors keep and pass on. */
@Injectable()
export class SavedQueryHandler {
  constructor(
    private readonly transactions: Transactions,
    private readonly idempotency: Idempotency,
    private readonly queries: SavedQueries,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async save({ name, filter }: SaveQuery, request: IdempotentRequest): Promise<SavedQueryView> {
    filterOf(filter);
    const id = await this.transactions.run({ keys: [] }, async (tx) => {
      const done = await this.idempotency.replayOf(tx, request);
      if (done) return done.resourceId;
      const savedBy = request.principal;
      if ((await this.queries.countOf(tx, savedBy)) >= MOST_PER_PERSON)
        throw new TooManySavedQueriesError(MOST_PER_PERSON);
      const now = this.clock.now();
      const query = { id: uuidv7(now.getTime()), name, filter, savedBy, savedAt: now };
      await this.queries.add(tx, query);
      await this.idempotency.remember(tx, request, { status: 201, resourceId: query.id });
      return query.id;
    });
    return this.one(id);
  }

  async one(id: string): Promise<SavedQueryView> {
    const query = await this.transactions.read((tx) => this.queries.find(tx, id));
    if (!query) throw new SavedQueryNotFoundError();
    return viewOf(query);
  }

  async page({ limit, cursor }: { limit: number; cursor?: string | undefined }): Promise<SavedQueryPage> {
    if (cursor !== undefined && !isUuid(cursor)) throw new CursorInvalidError();
    const found = await this.transactions.read((tx) => this.queries.list(tx, cursor, limit + 1));
    const items = found.slice(0, limit).map(viewOf);
    return { items, next: found.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}

function viewOf(query: SavedQuery): SavedQueryView {
  return { ...query, savedAt: query.savedAt.toISOString(), eventsUrl: eventsUrl(query.filter, undefined) };
}
