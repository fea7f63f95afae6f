import pg, { type Connection } from 'pg';
import type { Tx } from './tx.js';

export type CopyValue = string | number | bigint | boolean | null | undefined;

/** Below this a prepared INSERT is sooner done: COPY is parsed each time. */
export const COPY_FROM_ROWS = 50;

const SPECIAL = /[\\\t\n\r]/;
const SPECIALS = /[\\\t\n\r]/g;
const LONG = 100;
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** One row in the text format of COPY, with its line end. Dates, ids and amounts are written as PostgreSQL reads them. */
export function copyLine(values: readonly CopyValue[]): string {
  return `${values.map(copyText).join('\t')}\n`;
}

/**
 * Adds many rows at a fraction of what INSERT costs on either side: nothing is taken apart into arrays and put together again, and the
 * table is filled page by page. Like an INSERT it needs the right to these columns, fires triggers, checks constraints and fills in
 * defaults, row after row. Names are never input.
 * @param rows lines made by `copyLine`, or the rows of a `CopyBuffer`, in which no side looks for the ends of lines and values
 */
export function copyIn(tx: Tx, table: string, columns: readonly string[], rows: string | Buffer): Promise<void> {
  const format = typeof rows === 'string' ? '' : ' (FORMAT binary)';
  const text = `COPY ${table} (${columns.join(', ')}) FROM STDIN${format}`;
  const bytes = typeof rows === 'string' ? Buffer.from(rows) : rows;
  return new Promise<void>((resolve, reject) => {
    tx.client.query(new CopyIn(text, bytes, (error) => (error ? reject(withoutRow(error)) : resolve())));
  });
}

/** One value of a row; values are parted by a tab. Ids, dates and numbers need no more than `\\N` for nothing. */
export function copyText(value: CopyValue): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value !== 'string') return String(value);
  return isSpecial(value) ? value.replace(SPECIALS, (special) => ESCAPES[special] ?? special) : value;
}

/** A pattern looks at every character, one by one; that is noticed for whole documents. */
function isSpecial(value: string): boolean {
  if (value.length <= LONG) return SPECIAL.test(value);
  return value.includes('\\') || value.includes('\t') || value.includes('\n') || value.includes('\r');
}

/** PostgreSQL quotes the row that it could not take; it may be about a person. */
function withoutRow(error: Error & { where?: string }): Error {
  delete error.where;
  return error;
}

/** The driver has more than its types say. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
}

/**
 * Sends the rows right behind the statement, as everything is sent on these connections without waiting for an answer. Rows of a
 * statement that failed before it asked for them are passed over by the server, whose protocol foresees them.
 */
class CopyIn extends pg.Query {
  constructor(
    private readonly copy: string,
    private readonly payload: Buffer,
    done: (error: Error | undefined) => void,
  ) {
    super(copy, undefined, done);
  }

  override submit = (connection: Connection): void => {
    const line = connection as CopyConnection;
    line.stream.cork();
    line.query(this.copy);
    line.sendCopyFromChunk(this.payload);
    line.endCopyFrom();
    line.stream.uncork();
  };

  /** The rows are on their way. */
  handleCopyInResponse(): void {
    return undefined;
  }
}
