import { fromBase64 } from '../bytes.js';
import type { KeptRoot } from '../kept-checkpoints.js';
import type { NumberRange } from '../numbers-seen.js';
import type { LogReport } from '../report.js';
import { countOf, missingSince } from '../report.js';

export interface Judged {
  /** Of the last look. */
  readonly report: LogReport;
  /** What was missing at the first look and is still. */
  readonly dropped: readonly NumberRange[];
}

/** Verifies the log as it is now, which must continue these roots. */
export type Look = (kept: readonly KeptRoot[]) => Promise<LogReport>;

/**
 * Numbers of a source arrive over several partitions, a little out of order, so some are missing for a moment all the time. Only a later
 * look tells those from dropped ones: as long as some of them come in, it is looked again.
 */
export async function lookAgain(first: LogReport, look: Look, pause: () => Promise<void>): Promise<Judged> {
  let judged: Judged = { report: first, dropped: first.missing };
  for (let isFilling = true; isFilling && judged.dropped.length > 0 && judged.report.findings.length === 0;) {
    await pause();
    const { size, root } = judged.report;
    const later = await look([{ size, root: fromBase64(root) as Uint8Array }]);
    const dropped = missingSince(later, first);
    isFilling = countOf(dropped) < countOf(judged.dropped);
    judged = { report: { ...later, compared: first.compared }, dropped };
  }
  return judged;
}
