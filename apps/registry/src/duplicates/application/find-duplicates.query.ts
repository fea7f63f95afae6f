import type { Actor } from '@doorstep/auth';
import type { DuplicatePage, DuplicateQuery } from '@doorstep/contracts';
import { PeopleLookedUpV1 } from '@doorstep/contracts';
import { shanghaiDate, uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { Injectable } from '@nestjs/common';
import { PersonRepository } from '../../people/application/person.repository.port.js';
import { idAfter, idPageFrom } from '../../shared/id-cursor.js';
import { inChunks } from '../../shared/in-chunks.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { ComparePeople } from './compare-people.js';

/** As many people as one event may name. */
const MOST_IN_EVENT = 500;

/**
 * Looks through the registry for people who were registered twice, portion by portion. It tells pseudonyms and no names; whose
 * entries were opened is on record all the same, those of the portion and those whom they were compared with.
 */
@Injectable()
export class FindDuplicates {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly people: PersonRepository,
    private readonly outbox: Outbox,
    private readonly compare: ComparePeople,
  ) {}

  execute(actor: Actor, { cursor, limit }: DuplicateQuery, at: Date, meta: EventMeta): Promise<DuplicatePage> {
    const after = idAfter(cursor);
    const accessId = uuidv7(at.getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      const { items, next } = idPageFrom(await this.people.after(tx, after, limit + 1), limit, (personId) => personId);
      const { pairs, opened } = await this.compare.pairs(tx, items, shanghaiDate(at));
      const looked = { accessId, purpose: 'duplicates', askedFor: items.length, viewedAt: at.toISOString() };
      const told = [...inChunks(opened, MOST_IN_EVENT)].map((part) =>
        newEvent(PeopleLookedUpV1, accessId, { ...looked, personIds: [...part] }),
      );
      await this.outbox.add(tx, meta, ...told);
      return { items: pairs, next };
    });
  }
}
