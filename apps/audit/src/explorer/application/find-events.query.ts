import type { EventListQuery, JournalEntryPage, JournalEntryView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { EventNotFoundError } from '../../journal/domain/journal.errors.js';
import { cursorFrom, cursorText } from './event-cursor.js';
import { filterOf } from './event-filter.js';
import { FactReader } from './fact-reader.port.js';
import { Look } from './look.js';

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
      const found = await this.facts.list(tx, filter, snapshot, page);
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = found.length > limit && last ? cursorText(last.place, snapshot) : null;
      return { items: items.map(({ entry }) => entry), next, snapshot: snapshot.toString() };
    });
  }

  async one(eventId: string): Promise<JournalEntryView> {
    const entry = await this.look.at(undefined, (tx) => this.facts.findEvent(tx, eventId));
    if (!entry) throw new EventNotFoundError();
    return entry;
  }
}
