/** Columns that are numbers; everything else is text. */
const NUMBERS = new Set(['year', 'spentFen', 'subsidyFen', 'amountFen', 'leftFen', 'toPersonFen', 'fromPersonFen']);

export type CsvRow = Readonly<Record<string, string | number>>;

/** RFC 4180 with a head line; empty cells are left out. Undefined when it is not such a file. */
export function readCsv(text: string, mostRows: number): CsvRow[] | undefined {
  const lines = cellsOf(text.replace(/^\uFEFF/, ''), mostRows + 1);
  const [head, ...rows] = lines ?? [];
  if (!head || new Set(head).size !== head.length || rows.some((row) => row.length !== head.length)) return undefined;
  return rows.map((row) =>
    Object.fromEntries(
      head.flatMap((name, column) => {
        const cell = row[column] ?? '';
        if (cell === '') return [];
        return [[name, NUMBERS.has(name) && /^-?\d{1,15}$/.test(cell) ? Number(cell) : cell]];
      }),
    ),
  );
}

function cellsOf(text: string, most: number): string[][] | undefined {
  const lines: string[][] = [];
  let line: string[] = [];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|$)/y;
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match || lines.length >= most) return undefined;
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') {
      if (cell.lastIndex === text.length) line.push('');
      else continue;
    }
    lines.push(line);
    line = [];
  }
  return lines;
}
