import { COPY_FROM_ROWS, copyIn, copyText, sqlArray, sqlPlainArray, type Tx } from '@doorstep/persistence';

export interface Column<Row> {
  readonly name: string;
  /** Element type of the array parameter. */
  readonly type: string;
  /** When the column's own type differs from what can travel in an array, for example a list. */
  readonly cast?: string;
  readonly value: (row: Row) => string | number | boolean | null | undefined;
  /** All rows of one insert have the same: it is sent once. */
  readonly shared?: true;
}

/**
 * A prepared INSERT of rows from one array per column: one round trip and one plan, however many rows. From a few dozen on they are
 * copied in, which is cheaper still, unless the INSERT has a `suffix`.
 */
export class RowSet<Row> {
  private readonly text: string;
  private readonly parameters: readonly Parameter<Row>[];
  private readonly names: readonly string[];
  private readonly texts: readonly ((row: Row) => string)[];

  constructor(
    private readonly table: string,
    columns: readonly Column<Row>[],
    private readonly suffix = '',
  ) {
    this.names = columns.map((column) => column.name);
    this.texts = columns.map(copied);
    const own = columns.filter((column) => !column.shared);
    const shared = columns.filter((column) => column.shared);
    this.parameters = [...own.map(arrayOf), ...shared.map(scalarOf)];
    const names = [...own, ...shared].map((column) => column.name);
    const arrays = own.map((column, i) => `$${i + 1}::${column.type}[]`);
    const picked = own.map((column) => `d.${column.name}${column.cast ? `::${column.cast}` : ''}`);
    const scalars = shared.map((column, i) => `$${own.length + i + 1}::${column.type}`);
    this.text = `INSERT INTO ${table} (${names.join(', ')}) SELECT ${[...picked, ...scalars].join(', ')}
      FROM unnest(${arrays.join(', ')}) AS d(${own.map((column) => column.name).join(', ')}) ${suffix}`;
  }

  async insert(tx: Tx, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    if (rows.length >= COPY_FROM_ROWS && this.suffix === '') return this.copy(tx, rows);
    const values = this.parameters.map((parameter) => parameter(rows));
    await tx.client.query({ name: `insert-${this.table}`, text: this.text, values });
  }

  private copy(tx: Tx, rows: readonly Row[]): Promise<void> {
    let lines = '';
    for (const row of rows) {
      let between = '';
      for (const write of this.texts) {
        lines += between + write(row);
        between = '\t';
      }
      lines += '\n';
    }
    return copyIn(tx, this.table, this.names, lines);
  }
}

const NOTHING = copyText(null);

type Parameter<Row> = (rows: readonly Row[]) => unknown;

/** How values of these types are written needs no quotes. */
const PLAIN_TYPES = new Set(['uuid', 'date', 'smallint', 'integer', 'bigint', 'boolean']);

function arrayOf<Row>({ type, value }: Column<Row>): Parameter<Row> {
  const write = PLAIN_TYPES.has(type) ? sqlPlainArray : sqlArray;
  return (rows) => write(rows.map(value));
}

function scalarOf<Row>({ value }: Column<Row>): Parameter<Row> {
  return ([first]) => value(first as Row) ?? null;
}

function copied<Row>({ type, value }: Column<Row>): (row: Row) => string {
  if (!PLAIN_TYPES.has(type)) return (row) => copyText(value(row));
  return (row) => String(value(row) ?? NOTHING);
}
