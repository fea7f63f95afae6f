import { sqlArray, type Tx } from '@doorstep/persistence';

export interface Column<Row> {
  readonly name: string;
  /** Element type of the array parameter. */
  readonly type: string;
  /** When the column's own type differs from what can travel in an array, for example a list. */
  readonly cast?: string;
  readonly value: (row: Row) => string | number | boolean | null | undefined;
}

/** A prepared INSERT of many rows from one array per column: one round trip and one plan, however many rows. */
export class RowSet<Row> {
  private readonly text: string;

  constructor(
    private readonly table: string,
    private readonly columns: readonly Column<Row>[],
    suffix = '',
  ) {
    const names = columns.map((column) => column.name);
    const arrays = columns.map((column, i) => `$${i + 1}::${column.type}[]`);
    const picked = columns.map((column) => `d.${column.name}${column.cast ? `::${column.cast}` : ''}`);
    this.text = `INSERT INTO ${table} (${names.join(', ')}) SELECT ${picked.join(', ')}
      FROM unnest(${arrays.join(', ')}) AS d(${names.join(', ')}) ${suffix}`;
  }

  async insert(tx: Tx, rows: readonly Row[]): Promise<void> {
    if (rows.length === 0) return;
    const values = this.columns.map((column) => sqlArray(rows.map((row) => column.value(row))));
    await tx.client.query({ name: `insert-${this.table}`, text: this.text, values });
  }
}
