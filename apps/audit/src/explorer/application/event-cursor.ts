import { CursorInvalidError } from '../../journal/domain/journal.errors.js';

const PARTS = /^(-?\d{1,15})\.(0|[1-9]\d{0,17})\.(0|[1-9]\d{0,17})$/;

/** The place of an event in a list by time. */
export interface EventPlace {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly journalIndex: string;
}

export interface EventCursor {
  readonly after: EventPlace;
  /** Journal index below which all pages of the list lie. */
  readonly snapshot: bigint;
}

export function cursorText({ at, journalIndex }: EventPlace, snapshot: bigint): string {
  return Buffer.from(`${at}.${journalIndex}.${snapshot}`).toString('base64url');
}

export function cursorFrom(text: string | undefined): EventCursor | undefined {
  if (text === undefined) return undefined;
  const parts = PARTS.exec(Buffer.from(text, 'base64url').toString());
  if (!parts) throw new CursorInvalidError();
  const [, at, journalIndex, snapshot] = parts as unknown as [string, string, string, string];
  const cursor = { after: { at: Number(at), journalIndex }, snapshot: BigInt(snapshot) };
  const year = new Date(cursor.after.at).getUTCFullYear();
  if (cursorText(cursor.after, cursor.snapshot) !== text || !(year >= 1850 && year <= 9998))
    throw new CursorInvalidError();
  return cursor;
}
