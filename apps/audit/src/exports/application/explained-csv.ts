import { Injectable } from '@nestjs/common';
import { BYTE_ORDER_MARK, csvRow } from '../domain/csv.js';
import { Archive } from './archive.port.js';
import type { ExportNote } from './export-note.js';
import { DICTIONARY_ROWS, noteRows } from './export-note.js';
import { textFile } from './text-file.js';

/**
 * The CSV with two more: what the columns mean, and what was asked, below which snapshot, with the SHA-256 of both. A table can say
 * nothing of itself without ceasing to be one, and what stood beside it in an answer is lost when it is saved.
 */
@Injectable()
export class ExplainedCsv {
  constructor(private readonly archive: Archive) {}

  content(note: ExportNote, table: AsyncIterable<string>): AsyncIterable<Uint8Array> {
    const rows = (all: readonly Parameters<typeof csvRow>[0][]): string =>
      BYTE_ORDER_MARK + all.map((cells) => csvRow(cells)).join('');
    return this.archive.pack(
      [textFile('dictionary.csv', rows(DICTIONARY_ROWS)), { name: 'events.csv', content: table }],
      (written) => textFile('about.csv', rows(noteRows(note, written))),
    );
  }
}
