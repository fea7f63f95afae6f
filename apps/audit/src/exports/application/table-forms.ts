import type { TableFormat } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { ExplainedCsv } from './explained-csv.js';
import { TableWorkbook } from './table-workbook.js';
import type { ToldTable } from './told-table.js';
import { csvOf } from './told-table.js';

export interface ExportForm {
  readonly extension: string;
  readonly mediaType: string;
  readonly content: AsyncIterable<string | Uint8Array>;
}

/** A table in the forms that spreadsheets read. */
@Injectable()
export class TableForms {
  constructor(
    private readonly workbook: TableWorkbook,
    private readonly explained: ExplainedCsv,
  ) {}

  of(format: TableFormat, table: ToldTable): ExportForm {
    switch (format) {
      case 'csv':
        return { extension: 'csv', mediaType: 'text/csv; charset=utf-8', content: csvOf(table) };
      case 'csv-zip':
        return { extension: 'zip', mediaType: 'application/zip', content: this.explained.content(table) };
      case 'xlsx':
        return {
          extension: 'xlsx',
          mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
          content: this.workbook.content(table),
        };
    }
  }
}
