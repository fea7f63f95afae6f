import { z } from 'zod';
import { EventFilterQuery } from './explorer.http.js';

export const ExportFormat = z.enum(['ndjson', 'csv', 'package']);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** Query of `GET v1/exports/events`: the filters of the events, and how they are wanted. */
export const EventExportQuery = z.strictObject({ ...EventFilterQuery.shape, format: ExportFormat });
export type EventExportQuery = z.infer<typeof EventExportQuery>;
