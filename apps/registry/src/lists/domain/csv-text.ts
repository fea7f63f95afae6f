import { safeText } from '@doorstep/kernel';

const PHONE = /^\+?[0-9][0-9 -]{2,24}$/;
const QUOTED = /[",\r\n]/;
const BREAKS = /[\r\n]+/g;

/**
 * One line of a file that spreadsheets open: text that one would run gets an apostrophe in front, which an import takes away again; an
 * international phone number stays as it is. Line breaks become spaces, since imports know none.
 */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  return `${cells.map(cellOf).join(',')}\r\n`;
}

function cellOf(cell: string | number | null | undefined): string {
  if (cell === null || cell === undefined) return '';
  const text = String(cell).replace(BREAKS, ' ');
  const safe = PHONE.test(text) ? text : safeText(text);
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
