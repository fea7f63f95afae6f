import type { ImportView } from '@doorstep/contracts';
import { RefusedPartsError } from '@doorstep/observability';

/** The problem that a refused file is answered with; `errors` points at line and column, `details.importId` at the kept report. */
export function refusedImport({ id, refused, refusedRows }: ImportView): RefusedPartsError {
  const errors = refused.map(({ line, column, code, reason }) => ({
    pointer: column === null ? `/${line}` : `/${line}/${column}`,
    in: 'body' as const,
    code,
    detail: reason,
  }));
  const message = `${refusedRows} rows are refused, so nothing of the file was applied`;
  return new RefusedPartsError('IMPORT.REFUSED', message, errors, { importId: id, refusedRows });
}
