import type { JournalEntryPage, TimelinePath, TimelineQuery } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { cursorFrom, cursorText } from './event-cursor.js';
import type { EventFilter } from './event-filter.js';
import { FactReader } from './fact-reader.port.js';
import { Look } from './look.js';
import { Stories } from './stories.port.js';

/** An order has one or two claims, and a few more after corrections. */
const MOST_IDS = 100;

/** Everything that any service said of one order, claim, person, statement or finding, in order of time. */
@Injectable()
export class TellStory {
  constructor(
    private readonly look: Look,
    private readonly facts: FactReader,
    private readonly stories: Stories,
  ) {}

  page(path: TimelinePath, { limit, cursor }: TimelineQuery): Promise<JournalEntryPage> {
    const from = cursorFrom(cursor);
    return this.look.at(from?.snapshot, async (tx, snapshot) => {
      const filter = await this.filterFor(tx, path);
      const found = await this.facts.list(tx, filter, snapshot, { after: from?.after, order: 'asc', limit: limit + 1 });
      const items = found.slice(0, limit);
      const last = items.at(-1);
      const next = found.length > limit && last ? cursorText(last.place, snapshot) : null;
      return { items: items.map(({ entry }) => entry), next, searchedUntil: null, snapshot: snapshot.toString() };
    });
  }

  private async filterFor(tx: Tx, { kind, id }: TimelinePath): Promise<EventFilter> {
    switch (kind) {
      case 'person':
        return { personId: id };
      case 'statement':
      case 'finding':
        return { references: [id] };
      case 'order':
      case 'booking':
      case 'claim':
        return { references: await this.stories.idsOf(tx, id, MOST_IDS) };
    }
  }
}
