import type { LogReport } from '../report.js';
import { firstBad } from '../report.js';

/** For people. */
export function reportText(report: LogReport): string {
  const { origin, size, root, findings, sources, compared } = report;
  const bad = firstBad(report);
  const lines = [
    findings.length === 0 ? 'VERIFIED' : `NOT VERIFIED${bad === undefined ? '' : `: first bad entry ${bad}`}`,
    `  log ${origin}, ${size} entries, root ${root}`,
    compared > 0
      ? `  compared with ${compared} kept checkpoints`
      : '  no kept checkpoints to compare with (--previous)',
    ...findings.map(({ what }) => `  - ${what}`),
    ...sources.map(
      ({ source, entries, highest, missing }) =>
        `  ${source}: ${entries} entries up to number ${highest}${missing > 0n ? `, ${missing} MISSING or not there yet` : ''}`,
    ),
  ];
  return lines.join('\n');
}

/** For programs. */
export function reportJson(report: LogReport): string {
  const body = { verified: report.findings.length === 0, firstBad: firstBad(report) ?? null, ...report };
  return JSON.stringify(body, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);
}
