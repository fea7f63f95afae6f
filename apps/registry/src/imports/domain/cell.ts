import { isFormulaLike } from '@doorstep/kernel';
import { RowRefusedError } from './import.errors.js';

export const MAX_CELL_LENGTH = 300;

/** How our own exports hand out text that begins like a formula. */
const ESCAPED = /^'(?=[=+\-@＝＋－＠])/;
const PHONE = /^\+?[0-9][0-9 -]{2,24}$/;
/** Control characters, and the marks that make text run the other way or hide it. */
const INVISIBLE = /[\p{Cc}\u200B-\u200F\u202A-\u202E\u2060-\u2069\uFEFF]/u;

/** Stands where a program read bytes in a wrong encoding: the name that was there is lost already. */
const REPLACEMENT = '\uFFFD';

/**
 * The text of a cell, trimmed and composed (NFC); empty cells are undefined. Lists are opened in spreadsheets again, so a cell that
 * one would run as a formula is refused, except an international phone number.
 */
export function cellText(column: string, raw: string): string | undefined {
  if (raw.length > MAX_CELL_LENGTH)
    throw new RowRefusedError(column, 'IMPORT.CELL_TOO_LONG', `a cell holds at most ${MAX_CELL_LENGTH} characters`);
  if (INVISIBLE.test(raw) || !raw.isWellFormed())
    throw new RowRefusedError(column, 'IMPORT.CONTROL_CHARACTER', 'a cell holds a character that cannot be seen');
  if (raw.includes(REPLACEMENT))
    throw new RowRefusedError(
      column,
      'IMPORT.LOST_CHARACTER',
      'a cell was saved in a wrong encoding and lost characters',
    );
  const text = raw.trim().normalize('NFC').replace(ESCAPED, '');
  if (isFormulaLike(text) && !ESCAPED.test(raw.trim()) && !(column === 'phone' && PHONE.test(text)))
    throw new RowRefusedError(column, 'IMPORT.FORMULA_CELL', 'a cell begins like a formula');
  return text === '' ? undefined : text;
}
