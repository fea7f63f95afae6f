import { Injectable } from '@nestjs/common';
import type { Cell } from '../domain/csv.js';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv.js';
import { Archive } from './archive.port.js';
import { textFile } from './text-file.js';
import type { ToldTable } from './told-table.js';
import { aboutRows, csvOf, dictionaryRows } from './told-table.js';

/**
 * The CSV with two more: what the columns mean, and what was asked, below which snapshot, with the SHA-256 of both. A table can say
 * nothing of itself without ceasing to be one, and what stood beside it in an answer is lost when it is saved.
 */
@Injectable()
export class ExplainedCsv {
  constructor(private readonly archive: Archive) {}

  content(table: ToldTable): AsyncIterable<Uint8Array> {
    const text = (rows: readonly (readonly Cell[])[]): string =>
      BYTE_ORDER_MARK + rows.map((cells) => csvRow(cells)).join('');
    return this.archive.pack(
      [textFile('dictionary.csv', text(dictionaryRows(table))), { name: `${table.name}.csv`, content: csvOf(table) }],
      (written) => textFile('about.csv', text(aboutRows(table, written))),
    );
  }
}
