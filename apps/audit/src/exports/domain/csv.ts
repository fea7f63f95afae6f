/** A cell that a spreadsheet would take for a formula; those for Chinese and Japanese take wide signs too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
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

/** With an apostrophe before what a spreadsheet would run. */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const safe = NO_NUMBER.test(cell) ? `\t${cell}` : safeText(cell);
  return `"${safe.replaceAll('"', '""')}"`;
}
