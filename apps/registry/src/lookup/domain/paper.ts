import { escapedHtml } from './escaped-html.js';

export interface PaperRow {
  readonly name: string;
  readonly phone: string;
  readonly address: string;
  readonly diet: string;
  readonly text: string;
}

const STYLE = `body{font:14px/1.4 sans-serif;margin:1cm}h1{font-size:18px}table{border-collapse:collapse;width:100%}
th,td{border:1px solid #999;padding:4px 8px;text-align:left;vertical-align:top}
.label{border:1px solid #999;display:inline-block;width:8cm;min-height:4cm;margin:2mm;padding:3mm;break-inside:avoid;vertical-align:top}
.label b{font-size:18px}`;

/** One line for each person: who comes, where to call, what to eat. */
export function rosterPage(title: string, rows: readonly PaperRow[]): string {
  const cells = (row: PaperRow) =>
    [row.name, row.phone, row.address, row.diet, row.text].map((cell) => `<td>${escapedHtml(cell)}</td>`).join('');
  const head = ['姓名', '电话', '地址', '饮食', '备注'].map((cell) => `<th>${cell}</th>`).join('');
  const body = rows.map((row) => `<tr>${cells(row)}</tr>`).join('');
  return page(title, `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`);
}

/** One label for each meal box. */
export function labelPage(title: string, rows: readonly PaperRow[]): string {
  const label = (row: PaperRow) => {
    const lines = [row.text, row.diet, row.address, row.phone].filter((line) => line !== '').map(escapedHtml);
    return `<div class="label"><b>${escapedHtml(row.name)}</b><br>${lines.join('<br>')}</div>`;
  };
  return page(title, rows.map(label).join(''));
}

function page(title: string, body: string): string {
  const name = escapedHtml(title);
  return `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${name}</title><style>${STYLE}</style></head><body><h1>${name}</h1>${body}</body></html>`;
}
