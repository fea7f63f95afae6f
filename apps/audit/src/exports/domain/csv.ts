import { safeText } from '@doorstep/kernel';

/** Digits that a spreadsheet would round, or write in another way. */
const NO_NUMBER = /^(\d{12,}|0\d+|\d+[eE]\d+)$/;

export const BYTE_ORDER_MARK = '\uFEFF';

export type Cell = string | number | null;

/**
 * A row after RFC 4180. Numbers stay numbers; a text can never become a formula (an apostrophe goes before it), and a long code, one
 * with zeros in front or one like 12E5 stays a text (a tab goes before it).
 */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = NO_NUMBER.test(cell) ? `\t${cell}` : safeText(cell);
  return `"${safe.replaceAll('"', '""')}"`;
}
