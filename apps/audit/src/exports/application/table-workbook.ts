import { Injectable } from '@nestjs/common';
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
import { textFile } from './text-file.js';
import type { ToldTable } from './told-table.js';
import { aboutRows, dictionaryRows, headOf } from './told-table.js';

/** A spreadsheet has room for 1,048,576 rows in a sheet. */
export const SHEET_ROWS = 1_000_000;

const NOTES: Sheet = { name: '说明', file: 'notes.xml' };
const DICTIONARY: Sheet = { name: '数据字典', file: 'dictionary.xml' };

/** A table as a workbook: what it shows, its rows in as many sheets as they need, and what the columns mean. */
@Injectable()
export class TableWorkbook {
  constructor(private readonly archive: Archive) {}

  content(table: ToldTable, sheetRows = SHEET_ROWS): AsyncIterable<Uint8Array> {
    const { name, title } = table;
    const count = Math.max(1, Math.ceil(table.count / sheetRows));
    const sheets = Array.from({ length: count }, (_, n) => ({
      name: count === 1 ? title : `${title} ${n + 1}`,
      file: `${name}${n + 1}.xml`,
    }));
    const all = [NOTES, ...sheets, DICTIONARY];
    const files: ArchiveFile[] = [
      textFile('[Content_Types].xml', contentTypes(all)),
      textFile('_rels/.rels', ROOT_RELATIONS),
      textFile('xl/workbook.xml', workbook(all)),
      textFile('xl/_rels/workbook.xml.rels', workbookRelations(all)),
      textFile('xl/styles.xml', STYLES),
      textFile(partOf(DICTIONARY), sheetOf(dictionaryRows(table))),
      ...rowSheets(table, sheets, sheetRows),
    ];
    // Written last, since only then the hashes of the other sheets are known.
    return this.archive.pack(files, (written) => {
      const parts = written.filter(({ name: part }) => part.startsWith('xl/worksheets/'));
      return textFile(partOf(NOTES), sheetOf(aboutRows(table, parts)));
    });
  }
}

const partOf = ({ file }: Sheet): string => `xl/worksheets/${file}`;

function rowSheets(table: ToldTable, sheets: readonly Sheet[], sheetRows: number): ArchiveFile[] {
  const pages = table.pages[Symbol.asyncIterator]();
  let left: readonly (readonly Cell[])[] = [];
  async function* content(): AsyncIterable<string> {
    yield SHEET_HEAD + sheetRow(headOf(table), { head: true });
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
      yield here.map((cells) => sheetRow(cells)).join('');
    }
    yield sheetFoot(table.columns.length, rows + 1);
  }
  return sheets.map((sheet) => ({ name: partOf(sheet), content: content() }));
}

function sheetOf([head = [], ...rows]: readonly (readonly Cell[])[]): string {
  const body = rows.map((row) => sheetRow(row)).join('');
  return SHEET_HEAD + sheetRow(head, { head: true }) + body + sheetFoot(head.length, rows.length + 1);
}
