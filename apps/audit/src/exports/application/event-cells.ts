import type { JournalEntryView } from '@doorstep/contracts';
import type { ColumnName } from '../domain/columns.js';
import type { Cell } from '../domain/csv.js';

export function cellOf(
  { facts, document: _document, erased: _erased, altered, ...entry }: JournalEntryView,
  name: ColumnName,
): Cell {
  const cells: Readonly<Record<ColumnName, Cell>> = { ...facts, ...entry, altered: altered ? 'altered' : null };
  return cells[name];
}
