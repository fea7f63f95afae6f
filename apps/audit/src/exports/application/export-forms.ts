import type { ExportFormat, JournalEntryView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { AuditPackage } from './audit-package.js';
import { csv, ndjson } from './event-lines.js';
import { EventWorkbook } from './event-workbook.js';
import { ExplainedCsv } from './explained-csv.js';
import type { ExportNote } from './export-note.js';

export interface ExportForm {
  readonly extension: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<string | Uint8Array>;
}

/** The same events in the forms that auditors ask for. */
@Injectable()
export class ExportForms {
  constructor(
    private readonly auditPackage: AuditPackage,
    private readonly workbook: EventWorkbook,
    private readonly explained: ExplainedCsv,
  ) {}

  of(format: ExportFormat, note: ExportNote, pages: () => AsyncIterable<JournalEntryView[]>): ExportForm {
    switch (format) {
      case 'ndjson':
        return { extension: 'ndjson', mediaType: 'application/x-ndjson', content: ndjson(pages(), note) };
      case 'csv':
        return { extension: 'csv', mediaType: 'text/csv; charset=utf-8', content: csv(pages()) };
      case 'csv-zip':
        return { extension: 'zip', mediaType: 'application/zip', content: this.explained.content(note, csv(pages())) };
      case 'xlsx':
        return {
          extension: 'xlsx',
          mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          content: this.workbook.content(note, pages()),
        };
      case 'package':
        return {
          extension: 'zip',
          mediaType: 'application/zip',
          content: this.auditPackage.content(note, pages, csv(pages())),
        };
    }
  }
}
