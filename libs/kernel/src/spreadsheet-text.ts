/** What spreadsheets take for the beginning of a formula; those for Chinese and Japanese take wide signs too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** XML 1.0 has no place for these, not even escaped. */
const NOT_IN_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Whether a spreadsheet that opens a cell with this text might run it. */
export function isFormulaLike(text: string): boolean {
  return FORMULA.test(text);
}

/** Text that no spreadsheet runs: an apostrophe goes before what one would. */
export function safeText(text: string): string {
  return isFormulaLike(text) ? `'${text}` : text;
}

/** Text between tags or in an attribute of XML 1.0. */
export function xmlText(text: string): string {
  return text
    .replace(NOT_IN_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#13;');
}
