import { type ListFileFormat, LIST_FILE_TYPES } from '@doorstep/contracts';
import { UnprocessableError } from '@doorstep/kernel';
import type { Cell } from './csv.js';
import { csvFile } from './csv.js';
import { xlsxFile } from './xlsx.js';

/** An export is made in memory, so it has a limit. */
export const MOST_ROWS = 100_000;

export class ExportTooLongError extends UnprocessableError {
  constructor(most: number) {
    super('EXPORT.TOO_LONG', `an export has at most ${most} rows; narrow it down`, { most });
  }
}

/** @param about rows of a second sheet that says what the first one shows; a CSV has no room for it */
export function tableFile(
  format: ListFileFormat,
  sheet: string,
  rows: readonly (readonly Cell[])[],
  about?: readonly (readonly Cell[])[],
): Buffer {
  return format === 'csv' ? Buffer.from(csvFile(rows)) : xlsxFile(sheet, rows, about);
}

export function fileHeaders(format: ListFileFormat, name: string): Record<string, string> {
  return {
    'content-type': LIST_FILE_TYPES[format],
    'content-disposition': `attachment; filename="${name}.${format}"`,
    'cache-control': 'no-store',
  };
}
