import type { Actor } from '@doorstep/auth';
import type { HealthNoteQuery } from '@doorstep/contracts';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import type { Tx } from '@doorstep/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { idBefore, idPageFrom } from '../../shared/id-cursor.js';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { NoteNotFoundError } from '../domain/person.errors.js';
import { PersonAccess } from './person-access.js';
import type { PersonNote } from './person-notes.port.js';
import { PersonNotes } from './person-notes.port.js';

/** Reading a health note is a look into the vault, and recorded like one. */
@Injectable()
export class ViewHealthNote {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly outbox: Outbox,
    private readonly access: PersonAccess,
    private readonly notes: PersonNotes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute(actor: Actor, personId: string, meta: EventMeta): Promise<PersonNote<'health'>> {
    return this.look(actor, personId, meta, async (tx) => {
      const note = (await this.notes.latest(tx, [personId], 'health')).get(personId);
      if (!note) throw new NoteNotFoundError();
      return note;
    });
  }

  /** All that were written, the newest first; every page is a look of its own. */
  page(
    actor: Actor,
    personId: string,
    { cursor, limit }: HealthNoteQuery,
    meta: EventMeta,
  ): Promise<{ items: PersonNote<'health'>[]; next: string | null }> {
    const before = idBefore(cursor);
    return this.look(actor, personId, meta, async (tx) => {
      const found = await this.notes.page(tx, personId, 'health', { before, limit: limit + 1 });
      return idPageFrom(found, limit, ({ noteId }) => noteId);
    });
  }

  private look<T>(actor: Actor, personId: string, meta: EventMeta, read: (tx: Tx) => Promise<T>): Promise<T> {
    const accessId = uuidv7(this.clock.now().getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const seen = await read(tx);
      const viewedAt = this.clock.now().toISOString();
      const viewed = { accessId, personId, purpose: 'health_note', viewedAt };
      await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, viewed));
      return seen;
    });
  }
}
