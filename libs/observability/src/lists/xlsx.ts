import { crc32, deflateRawSync } from 'node:zlib';
import { safeText, xmlText } from '@doorstep/kernel';
import type { Cell } from './csv.js';

/** Of the sheet that says what the other one shows. */
const ABOUT = '说明';

/**
 * One sheet of plain text and numbers as Office Open XML (ECMA-376), with `about` a second one: a few small parts in a ZIP. Text is inline
 * and never a formula; it is made safe all the same, since people save such sheets as CSV.
 */
export function xlsxFile(
  sheet: string,
  rows: readonly (readonly Cell[])[],
  about?: readonly (readonly Cell[])[],
): Buffer {
  const sheets = [{ name: sheet, rows }, ...(about ? [{ name: ABOUT, rows: about }] : [])];
  const parts = sheets.map(({ rows: own }, n): [string, string] => [`xl/worksheets/sheet${n + 1}.xml`, worksheet(own)]);
  return zipFile([
    ['[Content_Types].xml', contentTypes(parts.map(([name]) => name))],
    ['_rels/.rels', relations('officeDocument', ['xl/workbook.xml'])],
    ['xl/workbook.xml', workbook(sheets.map(({ name }) => name))],
    [
      'xl/_rels/workbook.xml.rels',
      relations(
        'worksheet',
        parts.map(([name]) => name.slice(3)),
      ),
    ],
    ...parts,
  ]);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

function contentTypes(worksheets: readonly string[]): string {
  const parts = worksheets.map((name) => `<Override PartName="/${name}" ContentType="${SHEET}.worksheet+xml"/>`);
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET}.sheet.main+xml"/>${parts.join('')}</Types>`;
}

function relations(type: string, targets: readonly string[]): string {
  const list = targets.map(
    (target, n) => `<Relationship Id="rId${n + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}

function workbook(sheets: readonly string[]): string {
  const list = sheets.map((name, n) => `<sheet name="${xmlText(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`);
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`;
}

function worksheet(rows: readonly (readonly Cell[])[]): string {
  const lines = rows.map((row) => `<row>${row.map(cellOf).join('')}</row>`);
  return `${XML}<worksheet xmlns="${MAIN}"><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellOf(cell: Cell): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  return `<c t="inlineStr"><is><t xml:space="preserve">${xmlText(safeText(cell))}</t></is></c>`;
}

/** 1980-01-01, the first day that ZIP knows: the same rows give the same bytes. */
const DOS_DATE = 0x21;
const DEFLATED = 8;
const UTF8_NAMES = 0x800;

/** A ZIP of a few small files (PKWARE APPNOTE 4.3); no file comes near the 4 GB of its plain form. */
function zipFile(parts: readonly (readonly [name: string, text: string])[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of parts) {
    const bytes = Buffer.from(text);
    const packed = deflateRawSync(bytes);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt16LE(UTF8_NAMES, 2);
    about.writeUInt16LE(DEFLATED, 4);
    about.writeUInt16LE(DOS_DATE, 8);
    about.writeUInt32LE(crc32(bytes), 10);
    about.writeUInt32LE(packed.length, 14);
    about.writeUInt32LE(bytes.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), about, Buffer.from(name), packed]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00', 'latin1'), about, where, Buffer.from(name)]));
    files.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, entries, end]);
}
