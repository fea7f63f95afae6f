import type { RowResult } from './row.js';

const HEAD = ['row', 'what', 'ours', 'limit', 'ratio', 'by CPU', 'target', ''];

/** The report as people read it: one line a figure, columns aligned. */
export function renderTable(results: readonly RowResult[]): string {
  const lines = [HEAD, ...results.map(cellsOf)];
  const widths = HEAD.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => pad(cell, widths[column] ?? 0, column))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function cellsOf({ id, what, ours, limit, ratio, cpuRatio, unit, target, met, noisy }: RowResult): string[] {
  const verdict = `${met === null ? 'reported' : met ? 'met' : 'MISSED'}${noisy ? ', noisy' : ''}`;
  const against = limit === null ? '–' : `${figure(limit)} ${unit}`;
  return [id, what, `${figure(ours)} ${unit}`, against, share(ratio), share(cpuRatio), target, verdict];
}

/** Words to the left, numbers to the right. */
function pad(cell: string, width: number, column: number): string {
  return column >= 2 && column <= 5 ? cell.padStart(width) : cell.padEnd(width);
}

/** Three digits or so: more would promise what a measurement does not hold. */
export function figure(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function share(ratio: number | null): string {
  return ratio === null ? '–' : ratio.toFixed(2);
}
