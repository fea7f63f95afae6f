import { safeText } from '@doorstep/kernel';

/** A number stays a number; text that a spreadsheet would take for a formula gets an apostrophe in front. */
export type Cell = string | number | null;

const QUOTED = /[",\r\n]/;

/** UTF-8 with a byte order mark (spreadsheets guess wrong without it) and CRLF, as RFC 4180 has it. */
export function csvFile(rows: readonly (readonly Cell[])[]): string {
  return `\uFEFF${rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('')}`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = safeText(cell);
  return QUOTED.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `12.34`: exact, since fen are integers. */
export function yuan(fen: number): string {
  const cents = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${cents.slice(0, -2)}.${cents.slice(-2)}`;
}
