import type { JournalEntryView } from '@doorstep/contracts';
import { Injectable } from '@nestjs/common';
import { COLUMNS } from '../domain/columns.js';
import type { Cell } from '../domain/csv.js';
import type { Sheet } from '../domain/sheet-xml.js';
import {
  contentTypes,
  ROOT_RELATIONS,
  SHEET_HEAD,
  sheetFoot,
  sheetRow,
  STYLES,
  workbook,
  workbookRelations,
} from '../domain/sheet-xml.js';
import type { ArchiveFile } from './archive.port.js';
import { Archive } from './archive.port.js';
import { cellOf } from './event-cells.js';
import type { ExportNote } from './export-note.js';
import { DICTIONARY_ROWS, noteRows } from './export-note.js';
import { textFile } from './text-file.js';

/** A spreadsheet has room for 1,048,576 rows in a sheet. */
export const SHEET_ROWS = 1_000_000;

const NOTES: Sheet = { name: '说明', file: 'notes.xml' };
const DICTIONARY: Sheet = { name: '数据字典', file: 'dictionary.xml' };

/** Events as a workbook: what it shows, the events in as many sheets as they need, and what the columns mean. */
@Injectable()
export class EventWorkbook {
  constructor(private readonly archive: Archive) {}

  content(
    note: ExportNote,
    pages: AsyncIterable<JournalEntryView[]>,
    sheetRows = SHEET_ROWS,
  ): AsyncIterable<Uint8Array> {
    const count = Math.max(1, Math.ceil(note.events / sheetRows));
    const sheets = Array.from({ length: count }, (_, n) => ({
      name: count === 1 ? '事件' : `事件 ${n + 1}`,
      file: `events${n + 1}.xml`,
    }));
    const all = [NOTES, ...sheets, DICTIONARY];
    const rows = pages[Symbol.asyncIterator]();
    const files: ArchiveFile[] = [
      textFile('[Content_Types].xml', contentTypes(all)),
      textFile('_rels/.rels', ROOT_RELATIONS),
      textFile('xl/workbook.xml', workbook(all)),
      textFile('xl/_rels/workbook.xml.rels', workbookRelations(all)),
      textFile('xl/styles.xml', STYLES),
      textFile(partOf(DICTIONARY), sheetOf(DICTIONARY_ROWS)),
      ...eventSheets(sheets, rows, sheetRows),
    ];
    // Written last, since only then the hashes of the other sheets are known.
    return this.archive.pack(files, (written) => {
      const parts = written.filter(({ name }) => name.startsWith('xl/worksheets/'));
      return textFile(partOf(NOTES), sheetOf(noteRows(note, parts)));
    });
  }
}

const partOf = ({ file }: Sheet): string => `xl/worksheets/${file}`;

function eventSheets(
  sheets: readonly Sheet[],
  pages: AsyncIterator<JournalEntryView[]>,
  sheetRows: number,
): ArchiveFile[] {
  let left: JournalEntryView[] = [];
  async function* content(): AsyncIterable<string> {
    yield (
      SHEET_HEAD +
      sheetRow(
        COLUMNS.map(({ name, zh }) => `${zh} ${name}`),
        { head: true },
      )
    );
    let rows = 0;
    while (rows < sheetRows) {
      if (left.length === 0) {
        const page = await pages.next();
        if (page.done === true) break;
        left = page.value;
      }
      const here = left.slice(0, sheetRows - rows);
      left = left.slice(here.length);
      rows += here.length;
      yield here.map((entry) => sheetRow(COLUMNS.map(({ name }) => cellOf(entry, name)))).join('');
    }
    yield sheetFoot(COLUMNS.length, rows + 1);
  }
  return sheets.map((sheet) => ({ name: partOf(sheet), content: content() }));
}

function sheetOf([head = [], ...rows]: readonly (readonly Cell[])[]): string {
  const body = rows.map((row) => sheetRow(row)).join('');
  return SHEET_HEAD + sheetRow(head, { head: true }) + body + sheetFoot(head.length, rows.length + 1);
}
