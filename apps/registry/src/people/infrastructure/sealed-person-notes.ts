import type { Tx } from '@doorstep/persistence';
import { Injectable } from '@nestjs/common';
import { PersonKeys } from '../../vault/application/person-keys.port.js';
import { opened, sealed } from '../../vault/domain/sealed-box.js';
import type { NoteContents, NoteKind, PersonNote } from '../application/person-notes.port.js';
import { MAX_NOTES, PersonNotes } from '../application/person-notes.port.js';
import { PersonErasedError, TooManyNotesError } from '../domain/person.errors.js';

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
const PAGE = `SELECT note_id, person_id, sealed, source, recorded_at, recorded_by FROM vault.sealed_note
  WHERE person_id = $1 AND kind = $2 AND note_id < $3 ORDER BY note_id DESC LIMIT $4`;
const ADD = `INSERT INTO vault.sealed_note (note_id, person_id, kind, sealed, source, recorded_at, recorded_by)
  SELECT $1::uuid, $2::uuid, $3::text, $4::bytea, $5::text, $6::timestamptz, $7::text
  WHERE (SELECT count(*) FROM vault.sealed_note WHERE person_id = $2::uuid AND kind = $3::text) < ${MAX_NOTES} RETURNING note_id`;

@Injectable()
export class SealedPersonNotes extends PersonNotes {
  constructor(private readonly keys: PersonKeys) {
    super();
  }

  async latest<K extends NoteKind>(tx: Tx, personIds: readonly string[], kind: K): Promise<Map<string, PersonNote<K>>> {
    const notes = await this.opened(tx, await tx.query<NoteRow>(LATEST, [personIds, kind]), kind);
    return new Map(notes.map((note) => [note.personId, note]));
  }

  async page<K extends NoteKind>(
    tx: Tx,
    personId: string,
    kind: K,
    { before, limit }: { readonly before: string; readonly limit: number },
  ): Promise<PersonNote<K>[]> {
    return this.opened(tx, await tx.query<NoteRow>(PAGE, [personId, kind, before, limit]), kind);
  }

  private async opened<K extends NoteKind>(tx: Tx, rows: readonly NoteRow[], kind: K): Promise<PersonNote<K>[]> {
    const keys = await this.keys.existing(
      tx,
      rows.map((row) => row.person_id),
    );
    const found: PersonNote<K>[] = [];
    for (const row of rows) {
      const { note_id: noteId, person_id: personId, source, recorded_at: recordedAt, recorded_by: recordedBy } = row;
      const key = keys.get(personId);
      if (!key) continue;
      const content = JSON.parse(opened(key, row.sealed, contextOf(row, kind)).toString('utf8')) as NoteContents[K];
      found.push({ noteId, personId, kind, content, source, recordedAt, recordedBy });
    }
    return found;
  }

  async add(tx: Tx, { noteId, personId, kind, content, source, recordedAt, recordedBy }: PersonNote): Promise<void> {
    const key = (await this.keys.ensured(tx, [personId])).get(personId);
    if (!key) throw new PersonErasedError();
    const context = contextOf({ note_id: noteId, person_id: personId }, kind);
    const box = sealed(key, Buffer.from(JSON.stringify(content), 'utf8'), context);
    const added = await tx.query(ADD, [noteId, personId, kind, box, source, recordedAt, recordedBy]);
    if (added.length === 0) throw new TooManyNotesError(MAX_NOTES);
  }
}

function contextOf({ note_id, person_id }: Pick<NoteRow, 'note_id' | 'person_id'>, kind: NoteKind): string {
  return `${kind}/${person_id}/${note_id}`;
}
