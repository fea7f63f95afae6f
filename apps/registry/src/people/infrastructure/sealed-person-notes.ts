import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonKeys } from '../../vault/application/person-keys.port.js';
import { opened, sealed } from '../../vault/domain/sealed-box.js';
import type { NoteContents, NoteKind, PersonNote } from '../application/person-notes.port.js';
import { PersonNotes } from '../application/person-notes.port.js';
import { PersonErasedError } from '../domain/person.errors.js';

interface NoteRow {
  readonly note_id: string;
  readonly person_id: string;
  readonly sealed: Buffer;
  readonly source: string | null;
  readonly recorded_at: Date;
  readonly recorded_by: string;
}

const LATEST = `SELECT DISTINCT ON (person_id) note_id, person_id, sealed, source, recorded_at, recorded_by
  FROM vault.sealed_note WHERE person_id = ANY($1::uuid[]) AND kind = $2 ORDER BY person_id, note_id DESC`;
const ADD = `INSERT INTO vault.sealed_note (note_id, person_id, kind, sealed, source, recorded_at, recorded_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

@Injectable()
export class SealedPersonNotes extends PersonNotes {
  constructor(private readonly keys: PersonKeys) {
    super();
  }

  async latest<K extends NoteKind>(tx: Tx, personIds: readonly string[], kind: K): Promise<Map<string, PersonNote<K>>> {
    const rows = await tx.query<NoteRow>(LATEST, [personIds, kind]);
    const keys = await this.keys.existing(
      tx,
      rows.map((row) => row.person_id),
    );
    const found = new Map<string, PersonNote<K>>();
    for (const row of rows) {
      const { note_id: noteId, person_id: personId, source, recorded_at: recordedAt, recorded_by: recordedBy } = row;
      const key = keys.get(personId);
      if (!key) continue;
      const content = JSON.parse(opened(key, row.sealed, contextOf(row, kind)).toString('utf8')) as NoteContents[K];
      found.set(personId, { noteId, personId, kind, content, source, recordedAt, recordedBy });
    }
    return found;
  }

  async add(tx: Tx, { noteId, personId, kind, content, source, recordedAt, recordedBy }: PersonNote): Promise<void> {
    const key = (await this.keys.ensured(tx, [personId])).get(personId);
    if (!key) throw new PersonErasedError();
    const context = contextOf({ note_id: noteId, person_id: personId }, kind);
    const box = sealed(key, Buffer.from(JSON.stringify(content), 'utf8'), context);
    await tx.query(ADD, [noteId, personId, kind, box, source, recordedAt, recordedBy]);
  }
}

function contextOf({ note_id, person_id }: Pick<NoteRow, 'note_id' | 'person_id'>, kind: NoteKind): string {
  return `${kind}/${person_id}/${note_id}`;
}
