import { isUuid, UnprocessableError } from '@doorstep/kernel';

/** A place in a list that is ordered by (instant, id). */
export interface Cursor {
  readonly at: string;
  readonly id: string;
}

export class CursorError extends UnprocessableError {
  constructor() {
    super('HTTP.CURSOR_INVALID', 'the cursor is not one that this list gave');
  }
}

export function writeCursor({ at, id }: Cursor): string {
  return Buffer.from(`${at}|${id}`).toString('base64url');
}

/** @throws CursorError for anything that `writeCursor` did not write. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  const [at = '', id = '', ...rest] = Buffer.from(text, 'base64url').toString().split('|');
  const valid = /^\d{4}-\d{2}-\d{2}T[\d:.]{8,12}Z$/.test(at) && !Number.isNaN(Date.parse(at));
  if (!valid || !isUuid(id) || rest.length > 0) throw new CursorError();
  return { at, id };
}
