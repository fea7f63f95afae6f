import { safeText, xmlText } from '@doorstep/kernel';
import type { Cell } from './csv.js';

/** Parts of Office Open XML (ECMA-376, part 1), as little as spreadsheets need. */
export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** Places in `styles.xml`. */
const BOLD = 1;
const THOUSANDS = 2;

export interface Sheet {
  readonly name: string;
  /** File under `xl/worksheets/`. */
  readonly file: string;
}

export const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/><xf xfId="0" numFmtId="3" applyNumberFormat="1"/></cellXfs></styleSheet>`;

export const ROOT_RELATIONS = relations([['officeDocument', 'xl/workbook.xml']]);

export function contentTypes(sheets: readonly Sheet[]): string {
  const parts = [
    override('/xl/workbook.xml', 'sheet.main'),
    override('/xl/styles.xml', 'styles'),
    ...sheets.map(({ file }) => override(`/xl/worksheets/${file}`, 'worksheet')),
  ];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${parts.join('')}</Types>`;
}

export function workbook(sheets: readonly Sheet[]): string {
  const list = sheets.map(({ name }, n) => `<sheet name="${xmlText(name)}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`);
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${list.join('')}</sheets></workbook>`;
}

export function workbookRelations(sheets: readonly Sheet[]): string {
  const worksheets = sheets.map(({ file }) => ['worksheet', `worksheets/${file}`] as const);
  return relations([...worksheets, ['styles', 'styles.xml']]);
}

/** With a first row that stays in sight. */
export const SHEET_HEAD = `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`;

/** @param rows with the first one, for the filter of each column */
export function sheetFoot(columns: number, rows: number): string {
  return `</sheetData><autoFilter ref="A1:${columnName(columns)}${rows}"/></worksheet>`;
}

export function sheetRow(cells: readonly Cell[], { head = false } = {}): string {
  return `<row>${cells.map((cell) => xmlCell(cell, head)).join('')}</row>`;
}

function xmlCell(cell: Cell, head: boolean): string {
  if (cell === null) return '<c/>';
  if (typeof cell === 'number') return `<c s="${THOUSANDS}"><v>${cell}</v></c>`;
  // Text is never a formula here; it is made safe all the same, since people save such sheets as CSV.
  const style = head ? ` s="${BOLD}"` : '';
  return `<c t="inlineStr"${style}><is><t xml:space="preserve">${xmlText(safeText(cell))}</t></is></c>`;
}

function columnName(number: number): string {
  const rest = (number - 1) % 26;
  const letter = String.fromCharCode(65 + rest);
  return number > 26 ? columnName((number - 1 - rest) / 26) + letter : letter;
}

function override(part: string, kind: string): string {
  return `<Override PartName="${part}" ContentType="${TYPE}.${kind}+xml"/>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], n) => `<Relationship Id="rId${n + 1}" Type="${OFFICE}/${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
}
