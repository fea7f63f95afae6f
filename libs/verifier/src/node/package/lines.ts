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

/** Rows of RFC 4180, each with its cells. @param name of the file, for messages. @throws NotVerifiedError */
export async function* rowsIn(name: string, pieces: AsyncIterable<Uint8Array>): AsyncIterable<string[]> {
  let row = '';
  let quotes = 0;
  for await (const line of linesIn(name, pieces)) {
    row += row === '' ? line : `\n${line}`;
    quotes += line.split('"').length - 1;
    refuseLong(name, row);
    // An end of line within quotes belongs to the cell.
    if (quotes % 2 === 1) continue;
    yield cellsIn(row.replace(/\r$/, ''));
    [row, quotes] = ['', 0];
  }
  if (row !== '') throw new NotVerifiedError(`the last row of ${name} has no end`);
}

function cellsIn(row: string): string[] {
  if (!row.includes('"')) return row.split(',');
  return [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
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
