import type { EventFilterQuery, EventListQuery, JournalEntryPage, JournalEntryView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { EventNotFoundError } from '../../journal/domain/journal.errors.js';
import { cursorFrom, cursorText } from './event-cursor.js';
import { filterOf } from './event-filter.js';
import { FactReader } from './fact-reader.port.js';
import { Look } from './look.js';

/** With the rest of a request less than 100 ms, also when nothing is found among ten million. */
const BUDGET = { tryMs: 40, records: 4_000 };

/** Every event that happened, by its time. The pages of a list show one snapshot: what arrives meanwhile is in the next list. */
@Injectable()
export class FindEvents {
  constructor(
    private readonly look: Look,
    private readonly facts: FactReader,
  ) {}

  page({ limit, cursor, order, ...query }: EventListQuery): Promise<JournalEntryPage> {
    const from = cursorFrom(cursor);
    const filter = filterOf(query);
    return this.look.at(from?.snapshot ?? query.snapshot, async (tx, snapshot) => {
      const page = { after: from?.after, order, limit: limit + 1 };
      const { found, searchedTo } = isNarrow(query)
        ? { found: await this.facts.list(tx, filter, snapshot, page), searchedTo: undefined }
        : await this.facts.search(tx, filter, snapshot, page, BUDGET);
      const items = found.slice(0, limit);
      const end = found.length > limit ? items.at(-1)?.place : searchedTo;
      const searchedUntil = searchedTo ? new Date(searchedTo.at).toISOString() : null;
      const next = end ? cursorText(end, snapshot) : null;
      return { items: items.map(({ entry }) => entry), next, searchedUntil, snapshot: snapshot.toString() };
    });
  }

  async one(eventId: string): Promise<JournalEntryView> {
    const entry = await this.look.at(undefined, (tx) => this.facts.findEvent(tx, eventId));
    if (!entry) throw new EventNotFoundError();
    return entry;
  }
}

/** What these find is little, and lies together in an index. */
function isNarrow({ personId, correlationId, reference, subject }: EventFilterQuery): boolean {
  return [personId, correlationId, reference, subject].some((given) => given !== undefined);
}
