/** A cell that a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;
/** Digits that a spreadsheet would round. */
const LONG_NUMBER = /^\d{12,}$/;

export const BYTE_ORDER_MARK = '\uFEFF';

export type Cell = string | number | null;

/**
 * A row after RFC 4180. Numbers stay numbers; a text can never become a formula (an apostrophe goes before it), and a long code stays
 * a text (a tab goes before it).
 */
export function csvRow(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

/** With an apostrophe before what a spreadsheet would run. */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = LONG_NUMBER.test(cell) ? `\t${cell}` : safeText(cell);
  return `"${safe.replaceAll('"', '""')}"`;
}
