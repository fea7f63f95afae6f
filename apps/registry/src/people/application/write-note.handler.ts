import type { Actor } from '@doorstep/auth';
import { actorRef } from '@doorstep/auth';
import type { Clock } from '@doorstep/kernel';
import { uuidv7 } from '@doorstep/kernel';
import { CLOCK } from '@doorstep/observability';
import { Inject, Injectable } from '@nestjs/common';
import { ScopedTransactions } from '../../shared/scoped-transactions.js';
import { PersonAccess } from './person-access.js';
import type { NoteContents, NoteKind, PersonNote } from './person-notes.port.js';
import { PersonNotes } from './person-notes.port.js';

/** Writes a diet or a health note anew; the ones before stay until the person is erased. Nothing of it is published. */
@Injectable()
export class WriteNote {
  constructor(
    private readonly transactions: ScopedTransactions,
    private readonly access: PersonAccess,
    private readonly notes: PersonNotes,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute<K extends NoteKind>(
    actor: Actor,
    personId: string,
    note: { readonly kind: K; readonly content: NoteContents[K]; readonly source: string | undefined },
  ): Promise<PersonNote<K>> {
    return this.transactions.run(actor, { keys: [{ space: 'person', key: personId }] }, async (tx) => {
      await this.access.personFor(tx, personId);
      const recordedAt = this.clock.now();
      const written = {
        noteId: uuidv7(recordedAt.getTime()),
        personId,
        kind: note.kind,
        content: note.content,
        source: note.source ?? null,
        recordedAt,
        recordedBy: actorRef(actor),
      };
      await this.notes.add(tx, written);
      return written;
    });
  }
}
