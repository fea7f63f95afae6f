/** A cell that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** Digits that a spreadsheet would round. */
const LONG_NUMBER = /^\d{12,}$/;

export const BYTE_ORDER_MARK = '\uFEFF';

/**
 * A row after RFC 4180. Numbers stay numbers; a text can never become a formula (an apostrophe goes before it), and a long code stays
 * a text (a tab goes before it).
 */
export function csvRow(cells: readonly (string | number | null)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number | null): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = FORMULA.test(cell) ? `'${cell}` : LONG_NUMBER.test(cell) ? `\t${cell}` : cell;
  return `"${safe.replaceAll('"', '""')}"`;
}
