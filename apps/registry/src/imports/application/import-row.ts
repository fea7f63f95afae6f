import type { ImportColumn } from '@doorstep/contracts';
import type { z } from 'zod';
import type { RecordKind } from '../domain/import-form.js';
import { RowRefusedError } from '../domain/import.errors.js';

/** One row with its filled cells, known to be those that its kind of record has. */
export class ImportRow {
  constructor(
    readonly line: number,
    readonly record: RecordKind,
    private readonly cells: ReadonlyMap<string, string>,
  ) {}

  text(column: ImportColumn): string | undefined {
    return this.cells.get(column);
  }

  /** The cell as the schema understands it; undefined when it is empty. */
  optional<T extends z.ZodType>(column: ImportColumn, schema: T): z.infer<T> | undefined {
    const text = this.cells.get(column);
    if (text === undefined) return undefined;
    const result = schema.safeParse(text);
    if (!result.success) throw new RowRefusedError(column, 'IMPORT.VALUE_INVALID', hintOf(result.error));
    return result.data;
  }

  required<T extends z.ZodType>(column: ImportColumn, schema: T): z.infer<T> {
    const value = this.optional(column, schema);
    if (value === undefined) throw new RowRefusedError(column, 'IMPORT.COLUMN_REQUIRED', 'the cell is empty');
    return value;
  }
}

/** zod says what it expected; messages that repeat the value are not passed on. */
function hintOf(error: z.ZodError): string {
  const [issue] = error.issues;
  if (issue?.code === 'invalid_value') return `one of: ${issue.values.map(String).join(', ')}`;
  return issue?.code === 'invalid_format' ? `not a valid ${issue.format}` : 'the value does not fit the column';
}
