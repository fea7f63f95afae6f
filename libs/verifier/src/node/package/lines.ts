import { NotVerifiedError } from '../../platform.js';

/** Longer than any record or row can be. */
const MOST_CHARACTERS = 8_000_000;

/** Whole lines without their ends. @param name of the file, for messages. @throws NotVerifiedError */
export async function* linesIn(name: string, pieces: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  let rest = '';
  for await (const text of textsIn(name, pieces)) {
    const [first = '', ...lines] = text.split('\n');
    rest += first;
    refuseLong(name, rest);
    if (lines.length === 0) continue;
    yield rest;
    rest = lines.pop() as string;
    yield* lines;
  }
  if (rest !== '') throw new NotVerifiedError(`the last line of ${name} has no end`);
}

/**
 * Rows of RFC 4180, each with its cells. Strictly: where a quote stands in a wrong place, programs differ in what they show.
 * @param name of the file, for messages. @throws NotVerifiedError
 */
export async function* rowsIn(name: string, pieces: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  let row = '';
  let [quotes, width] = [0, 0];
  for await (const line of linesIn(name, pieces)) {
    row += row === '' ? line : `\n${line}`;
    quotes += line.split('"').length - 1;
    refuseLong(name, row);
    // An end of line within quotes belongs to the cell.
    if (quotes % 2 === 1) continue;
    const cells = row.endsWith('\r') ? cellsIn(row.slice(0, -1)) : undefined;
    width ||= cells?.length ?? 0;
    if (cells?.length !== width) throw new NotVerifiedError(`${name} has a row that is not written as RFC 4180 says`);
    yield cells;
    [row, quotes] = ['', 0];
  }
  if (row !== '') throw new NotVerifiedError(`the last row of ${name} has no end`);
}

/** Undefined when a quote or an end of line stands in a wrong place. */
function cellsIn(row: string): string[] | undefined {
  const cells: string[] = [];
  for (let at = 0; ; at++) {
    const end = endOfCell(row, at);
    const isQuoted = row[at] === '"';
    const cell = isQuoted ? row.slice(at + 1, end - 1).replaceAll('""', '"') : row.slice(at, end);
    if (end !== row.length && row[end] !== ',') return undefined;
    if (!isQuoted && /["\r\n]/.test(cell)) return undefined;
    cells.push(cell);
    if (end === row.length) return cells;
    at = end;
  }
}

/** Behind the quote that ends the cell which begins at `start`, or at the comma behind it. The quotes of the row are even in number. */
function endOfCell(row: string, start: number): number {
  if (row[start] !== '"') {
    const comma = row.indexOf(',', start);
    return comma < 0 ? row.length : comma;
  }
  let quote = row.indexOf('"', start + 1);
  // Two quotes stand for one.
  while (quote >= 0 && row[quote + 1] === '"') quote = row.indexOf('"', quote + 2);
  return quote < 0 ? row.length + 1 : quote + 1;
}

async function* textsIn(name: string, pieces: AsyncIterable<Uint8Array>): AsyncIterable<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decoded = (piece?: Uint8Array): string => {
    try {
      return piece ? decoder.decode(piece, { stream: true }) : decoder.decode();
    } catch {
      throw new NotVerifiedError(`${name} is not UTF-8`);
    }
  };
  for await (const piece of pieces) yield decoded(piece);
  yield decoded();
}

function refuseLong(name: string, text: string): void {
  if (text.length > MOST_CHARACTERS)
    throw new NotVerifiedError(`${name} has a line that is longer than any of a package`);
}
