import { UnprocessableError } from '@doorstep/kernel';

const CODE = /^[a-z0-9][a-z0-9_-]{0,63}$/;

export class CursorError extends UnprocessableError {
  constructor() {
    super('HTTP.CURSOR_INVALID', 'the cursor is not one that this list gave');
  }
}

/** Lists ordered by code go on after the last code of the page before; callers see only an opaque text. */
export function cursorAfter(code: string): string {
  return Buffer.from(code).toString('base64url');
}

/** The empty code lies before every other. */
export function codeOf(cursor: string | undefined): string {
  if (cursor === undefined) return '';
  const code = Buffer.from(cursor, 'base64url').toString();
  if (!CODE.test(code) || cursorAfter(code) !== cursor) throw new CursorError();
  return code;
}

/** Cuts one item more than asked for into a page and the cursor of the next. */
export function pageFrom<T>(
  found: readonly T[],
  limit: number,
  codeOfItem: (item: T) => string,
): { items: T[]; next: string | null } {
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, next: found.length > limit && last !== undefined ? cursorAfter(codeOfItem(last)) : null };
}
