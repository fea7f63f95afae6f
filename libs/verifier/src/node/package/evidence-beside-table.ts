import { NotVerifiedError } from '../../platform.js';
import type { HandedOut } from '../record-file.js';
import { recordIn } from '../record-file.js';
import { linesIn, rowsIn } from './lines.js';
import { MANIFEST, TABLE } from './manifest.js';

export interface Beside {
  /** The files with the records, in order. */
  readonly evidence: readonly { readonly name: string; readonly pieces: AsyncIterable<Uint8Array> }[];
  readonly table: AsyncIterable<Uint8Array>;
  /** Note that all proofs must lead to. */
  readonly checkpoint: string;
  /** Rows of the table. */
  readonly events: number;
  readonly onProgress: (records: number, of: number) => void;
}

/** Of a record, in the table and in the evidence. */
const COLUMNS = {
  leafIndex: 'leafIndex',
  id: 'eventId',
  source: 'source',
  sequence: 'sequence',
  type: 'type',
} as const;
/** Of a record, in the table and in its bytes, where it has any. */
const SAID = { id: 'id', type: 'type', time: 'time', actor: 'actor', correlationId: 'correlationid' } as const;

/**
 * The records of the evidence, counted through all its files, each as soon as the next row of the table that has a place in the log names the same one.
 * @throws NotVerifiedError
 */
export async function* evidenceBeside(beside: Beside): AsyncIterable<HandedOut> {
  const { evidence, table, checkpoint, events, onProgress } = beside;
  const rows = new LoggedRows(rowsIn(TABLE, table)[Symbol.asyncIterator]());
  let number = 0;
  for (const { name, pieces } of evidence)
    for await (const line of linesIn(name, pieces)) {
      const handed = { number: ++number, fields: recordIn(line, `record ${number}`) };
      compare(handed, await rows.next(), checkpoint);
      onProgress(rows.count, events);
      yield handed;
    }
  const left = await rows.next();
  if (left) throw new NotVerifiedError(`${TABLE} shows event ${left.id}, of which there is no record`);
  if (rows.count !== events)
    throw new NotVerifiedError(`${TABLE} shows ${rows.count} events, and ${MANIFEST} says ${events}`);
}

type Row = Readonly<Record<keyof typeof COLUMNS | keyof typeof SAID | 'altered', string>>;

function compare({ number, fields }: HandedOut, row: Row | undefined, checkpoint: string): void {
  if (!row) throw new NotVerifiedError(`record ${number}: ${TABLE} does not show it`);
  differ(number, row, COLUMNS, (field) => fields[field]);
  if (typeof fields['bytes'] === 'string') {
    const document = documentIn(fields['bytes']);
    differ(number, row, SAID, (name) => (name === 'time' ? instantIn(document) : document[name]));
  }
  const { proof } = fields;
  if (typeof proof === 'string' && !proof.endsWith(`\n\n${checkpoint}`))
    throw new NotVerifiedError(`record ${number}: its proof leads to another checkpoint than that of the package`);
}

/** @throws NotVerifiedError when a column of the table shows something else than the member of the record of that name */
function differ(
  number: number | undefined,
  row: Row,
  names: Readonly<Partial<Record<keyof Row, string>>>,
  memberOf: (name: string) => unknown,
): void {
  for (const [column, name] of Object.entries(names) as [keyof Row, string][]) {
    const member = memberOf(name);
    if (!isShown(String(member), row[column]))
      throw new NotVerifiedError(
        `record ${number}: ${TABLE} shows ${column} ${JSON.stringify(row[column])} in its place, and not ${JSON.stringify(member)}`,
      );
  }
}

/** Whether these are the bytes that were logged is proven elsewhere. */
function documentIn(base64: string): Record<string, unknown> {
  try {
    return (JSON.parse(Buffer.from(base64, 'base64').toString('utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    return {};
  }
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
      const row = Object.fromEntries(this.places.map(([name, at]) => [name, value[at] ?? ''])) as Row;
      if (row.altered !== '') throw new NotVerifiedError(`${TABLE} says itself that event ${row.id} was altered`);
      if (row.leafIndex !== '') return row;
      if (row.sequence !== '')
        throw new NotVerifiedError(
          `${TABLE} shows number ${row.sequence} of ${row.source} without its place in the log`,
        );
    }
  }
}

/** The header names each column in two languages, in English last. */
function placesIn(header: readonly string[] = []): [keyof Row, number][] {
  const names = header.map((cell) => cell.slice(cell.lastIndexOf(' ') + 1));
  return ([...Object.keys({ ...COLUMNS, ...SAID }), 'altered'] as (keyof Row)[]).map((name) => {
    const at = names.indexOf(name);
    if (at < 0) throw new NotVerifiedError(`${TABLE} has no column ${name}`);
    return [name, at];
  });
}

/** A sign goes before what a spreadsheet would take for a number or a formula. */
function isShown(text: string, cell: string): boolean {
  return cell === text || cell === `'${text}` || cell === `\t${text}`;
}

/** The table writes every instant in one way. */
function instantIn({ time }: Record<string, unknown>): unknown {
  const instant = new Date(String(time));
  return Number.isNaN(instant.getTime()) ? time : instant.toISOString();
}
