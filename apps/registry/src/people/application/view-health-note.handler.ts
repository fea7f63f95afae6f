import type { Actor } from '@doorstep/auth';
import { PersonViewedV1 } from '@doorstep/contracts';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import type { EventMeta } from '@doorstep/messaging';
import { newEvent, Outbox } from '@doorstep/messaging';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
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
    const accessId = uuidv7(this.clock.now().getTime());
    return this.transactions.run(actor, { keys: [{ space: 'access', key: accessId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const note = (await this.notes.latest(tx, [personId], 'health')).get(personId);
      if (!note) throw new NoteNotFoundError();
      const viewedAt = this.clock.now().toISOString();
      const viewed = { accessId, personId, purpose: 'health_note', viewedAt };
      await this.outbox.add(tx, meta, newEvent(PersonViewedV1, accessId, viewed));
      return note;
    });
  }
}
