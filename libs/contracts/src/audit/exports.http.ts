import { z } from 'zod';
import { Id } from '../events/fields.js';
import { EventFilterQuery } from './explorer.http.js';

/** A `csv-zip` is the CSV with a second one that says what it shows; all others but the bare `csv` say so themselves. */
export const TableFormat = z.enum(['csv', 'csv-zip', 'xlsx']);
export type TableFormat = z.infer<typeof TableFormat>;

export const ExportFormat = z.enum(['ndjson', ...TableFormat.options, 'package']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Query of `GET v1/exports/events`: the filters of the events, and how they are wanted. */
export const EventExportQuery = z.strictObject({ ...EventFilterQuery.shape, format: ExportFormat });
export type EventExportQuery = z.infer<typeof EventExportQuery>;

/** An export that is being sent: events read so far, of how many. A package reads each event twice. */
export const RunningExport = z.object({
  exportId: Id,
  format: ExportFormat,
  read: z.int(),
  toRead: z.int(),
  by: z.string(),
  startedAt: z.string(),
});
export type RunningExport = z.infer<typeof RunningExport>;

/** Of the instance that answers. */
export const RunningExportList = z.object({ items: z.array(RunningExport) }).meta({ id: 'AuditRunningExports' });
export type RunningExportList = z.infer<typeof RunningExportList>;
