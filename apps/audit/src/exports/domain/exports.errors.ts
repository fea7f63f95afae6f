import { ConflictError, UnprocessableError } from '@doorstep/kernel';

export class ExportTooLargeError extends UnprocessableError {
  constructor(most: number) {
    super('AUDIT.EXPORT_TOO_LARGE', 'more events than one export may hold; narrow the range or the filter', { most });
  }
}

export class ExportsBusyError extends ConflictError {
  constructor() {
    super('AUDIT.EXPORTS_BUSY', 'other exports are running; try again when one has ended');
  }
}
