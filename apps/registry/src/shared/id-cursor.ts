import { isUuid } from '@doorstep/kernel';
import { CursorError } from './code-cursor.js';

/** Below every id. */
const LOWEST = '00000000-0000-0000-0000-000000000000';
const HIGHEST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Lists ordered by id go on after the last id of the page before; callers see only an opaque text. Throws CursorError. */
export function idAfter(cursor: string | undefined): string {
  return cursor === undefined ? LOWEST : idIn(cursor);
}

/** The same for lists with the newest first. */
export function idBefore(cursor: string | undefined): string {
  return cursor === undefined ? HIGHEST : idIn(cursor);
}

function idIn(cursor: string): string {
  const id = Buffer.from(cursor, 'base64url').toString();
  if (!isUuid(id) || cursorOf(id) !== cursor) throw new CursorError();
  return id;
}

/** Cuts one item more than asked for into a page and the cursor of the next. */
export function idPageFrom<T>(
  found: readonly T[],
  limit: number,
  idOf: (item: T) => string,
): { items: T[]; next: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? cursorOf(idOf(last)) : null };
}

function cursorOf(id: string): string {
  return Buffer.from(id).toString('base64url');
}
