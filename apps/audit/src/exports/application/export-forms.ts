import type { ExportFormat, JournalEntryView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { AuditPackage } from './audit-package.js';
import { ndjson } from './event-lines.js';
import { eventTable } from './event-table.js';
import type { ExportNote } from './export-note.js';
import type { ExportForm } from './table-forms.js';
import { TableForms } from './table-forms.js';
import { csvOf } from './told-table.js';

/** The same events in the forms that auditors ask for. */
@Injectable()
export class ExportForms {
  constructor(
    private readonly auditPackage: AuditPackage,
    private readonly tables: TableForms,
  ) {}

  of(format: ExportFormat, note: ExportNote, pages: () => AsyncIterable<JournalEntryView[]>): ExportForm {
    switch (format) {
      case 'ndjson':
        return { extension: 'ndjson', mediaType: 'application/x-ndjson', content: ndjson(pages(), note) };
      case 'package': {
        const table = csvOf(eventTable(note, pages()));
        return {
          extension: 'zip',
          mediaType: 'application/zip',
          content: this.auditPackage.content(note, pages, table),
        };
      }
      default:
        return this.tables.of(format, eventTable(note, pages()));
    }
  }
}
