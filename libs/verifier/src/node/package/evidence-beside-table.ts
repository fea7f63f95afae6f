import { NotVerifiedError } from '../../platform.js';
import type { HandedOut } from '../record-file.js';
import { recordIn } from '../record-file.js';
import { linesIn, rowsIn } from './lines.js';
import { EVIDENCE, MANIFEST, TABLE } from './manifest.js';

export interface Beside {
  readonly evidence: AsyncIterable<Uint8Array>;
  readonly table: AsyncIterable<Uint8Array>;
  /** Note that all proofs must lead to. */
  readonly checkpoint: string;
  /** Rows of the table. */
  readonly events: number;
  readonly onProgress: (records: number, of: number) => void;
}

/** Of a record, in the table and in the evidence. */
const COLUMNS = { leafIndex: 'leafIndex', id: 'eventId', source: 'source', sequence: 'sequence' } as const;

/**
 * The records of the evidence, each as soon as the next row of the table that has a place in the log names the same one.
 * @throws NotVerifiedError
 */
export async function* evidenceBeside(beside: Beside): AsyncIterable<HandedOut> {
  const { evidence, table, checkpoint, events, onProgress } = beside;
  const rows = new LoggedRows(rowsIn(TABLE, table)[Symbol.asyncIterator]());
  let number = 0;
  for await (const line of linesIn(EVIDENCE, evidence)) {
    const handed = { number: ++number, fields: recordIn(line, `line ${number} of ${EVIDENCE}`) };
    compare(handed, await rows.next(), checkpoint);
    onProgress(rows.count, events);
    yield handed;
  }
  const left = await rows.next();
  if (left) throw new NotVerifiedError(`${TABLE} shows event ${left.id}, of which ${EVIDENCE} has no record`);
  if (rows.count !== events)
    throw new NotVerifiedError(`${TABLE} shows ${rows.count} events, and ${MANIFEST} says ${events}`);
}

type Row = Readonly<Record<keyof typeof COLUMNS, string>>;

function compare({ number, fields }: HandedOut, row: Row | undefined, checkpoint: string): void {
  if (!row) throw new NotVerifiedError(`record ${number}: ${TABLE} does not show it`);
  for (const [column, field] of Object.entries(COLUMNS))
    if (fields[field] !== row[column as keyof Row])
      throw new NotVerifiedError(
        `record ${number}: ${TABLE} shows ${column} ${JSON.stringify(row[column as keyof Row])} in its place, and not ${JSON.stringify(fields[field])}`,
      );
  const { proof } = fields;
  if (typeof proof === 'string' && !proof.endsWith(`\n\n${checkpoint}`))
    throw new NotVerifiedError(`record ${number}: its proof leads to another checkpoint than that of the package`);
}

/** The rows of the table that have a place in the public log. */
class LoggedRows {
  /** Of all rows that were read. */
  count = 0;
  private places: readonly (readonly [keyof Row, number])[] | undefined;

  constructor(private readonly rows: AsyncIterator<string[]>) {}

  async next(): Promise<Row | undefined> {
    this.places ??= placesIn((await this.rows.next()).value as string[] | undefined);
    for (;;) {
      const { done, value } = await this.rows.next();
      if (done === true) return undefined;
      this.count++;
      const row = Object.fromEntries(this.places.map(([name, at]) => [name, plain(value[at])])) as Row;
      if (row.leafIndex !== '') return row;
    }
  }
}

/** The header names each column in two languages, in English last. */
function placesIn(header: readonly string[] = []): [keyof Row, number][] {
  const names = header.map((cell) => cell.slice(cell.lastIndexOf(' ') + 1));
  return (Object.keys(COLUMNS) as (keyof Row)[]).map((name) => {
    const at = names.indexOf(name);
    if (at < 0) throw new NotVerifiedError(`${TABLE} has no column ${name}`);
    return [name, at];
  });
}

/** Without the sign that keeps a spreadsheet from taking it for a number or a formula. */
function plain(cell = ''): string {
  return cell.replace(/^[\t']/, '');
}
