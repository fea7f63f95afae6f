import type { Diet } from '@doorstep/contracts';
import type { Tx } from '@doorstep/persistence';

/** What is written down of a person besides facts; it stays in the vault. */
export interface NoteContents {
  readonly diet: Diet;
  readonly health: { readonly note: string };
}
export type NoteKind = keyof NoteContents;

export interface PersonNote<K extends NoteKind = NoteKind> {
  readonly noteId: string;
  readonly personId: string;
  readonly kind: K;
  readonly content: NoteContents[K];
  readonly source: string | null;
  readonly recordedAt: Date;
  readonly recordedBy: string;
}

/** Of one kind and person; the retention period makes room. */
export const MAX_NOTES = 200;

export abstract class PersonNotes {
  /** The newest note of the kind of each of these people. */
  abstract latest<K extends NoteKind>(
    tx: Tx,
    personIds: readonly string[],
    kind: K,
  ): Promise<Map<string, PersonNote<K>>>;
  /** Notes of one person below an id, the newest first. */
  abstract page<K extends NoteKind>(
    tx: Tx,
    personId: string,
    kind: K,
    portion: { readonly before: string; readonly limit: number },
  ): Promise<PersonNote<K>[]>;
  /** Throws PersonErasedError for somebody who is erased, TooManyNotesError beyond MAX_NOTES. Called with the person's lane held. */
  abstract add(tx: Tx, note: PersonNote): Promise<void>;
}
