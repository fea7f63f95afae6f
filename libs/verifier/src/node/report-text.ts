import type { NumberRange } from '../numbers-seen.js';
import { countOf, firstBad } from '../report.js';
import type { Judged } from './look-again.js';

/** Ranges of missing numbers that people are told of one by one. */
const NAMED = 20;

/** For people. @param isCopy what was read does not change, so nothing can come in late */
export function reportText({ report, dropped }: Judged, isCopy: boolean): string {
  const { origin, size, root, findings, sources, compared } = report;
  const lines = [
    verdict({ report, dropped }),
    `  log ${origin}, ${size} entries, root ${root}`,
    compared > 0
      ? `  compared with ${compared} kept checkpoints`
      : '  no kept checkpoints to compare with (--previous)',
    ...findings.map(({ what }) => `  - ${what}`),
    ...(dropped.length > 0 ? missingLines(dropped, isCopy) : []),
    ...sources.map(
      ({ source, entries, highest, missing }) =>
        `  ${source}: ${entries} entries up to number ${highest}${missing > 0n ? `, ${missing} below it are not there` : ''}`,
    ),
  ];
  return lines.join('\n');
}

function verdict({ report, dropped }: Judged): string {
  const bad = firstBad(report);
  const isExact = report.findings.some(({ index, exact }) => index === bad && exact);
  if (report.findings.length > 0)
    return `NOT VERIFIED${bad === undefined ? '' : `: first bad entry ${bad}${isExact ? '' : ' or later'}`}`;
  if (dropped.length === 0) return 'VERIFIED';
  return `INCOMPLETE: what is there was not altered, but ${countOf(dropped)} numbers are MISSING`;
}

function missingLines(dropped: readonly NumberRange[], isCopy: boolean): string[] {
  const named = dropped
    .slice(0, NAMED)
    .map(({ source, from, to }) => `  - ${source}: ${from === to ? `number ${from}` : `numbers ${from} to ${to}`}`);
  const more = dropped.length - named.length;
  return [
    ...named,
    ...(more > 0 ? [`  - … and ${more} more ranges`] : []),
    isCopy
      ? '  A copy that was made while records arrived may lack some that were on their way. What a later copy lacks as well was dropped.'
      : '  Higher numbers of the same source were there at the first look: these were dropped before they reached the log.',
  ];
}

/** For programs. */
export function reportJson({ report, dropped }: Judged): string {
  const { findings } = report;
  const body = {
    verified: findings.length === 0,
    complete: dropped.length === 0,
    firstBad: firstBad(report) ?? null,
    ...report,
    dropped,
  };
  return JSON.stringify(body, (_name, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);
}
