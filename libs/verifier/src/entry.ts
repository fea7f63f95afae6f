import { textOf } from './bytes.js';

/** What the log says of one event. */
export interface LogEntry {
  readonly commitment: string;
  readonly sequence: string;
  readonly source: string;
}

// 32 bytes are 43 digits, the last of which has two bits to spare that must be zero.
const ENTRY =
  /^\{"commitment":"([A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=)","sequence":"([1-9]\d{0,18})","source":"([a-z-]+\/\d{1,4}\/\d{1,9})"\}$/;

/** Undefined unless the bytes are an entry written in the one right way. */
export function readEntry(bytes: Uint8Array): LogEntry | undefined {
  const match = ENTRY.exec(textOf(bytes) ?? '');
  return match
    ? { commitment: match[1] as string, sequence: match[2] as string, source: match[3] as string }
    : undefined;
}

export function writeEntry({ commitment, sequence, source }: LogEntry): string {
  return `{"commitment":"${commitment}","sequence":"${sequence}","source":"${source}"}`;
}

export interface Bundle {
  readonly entries: Uint8Array[];
  /** False when the last entry is cut short. */
  readonly whole: boolean;
}

/** Entries of a bundle, each behind its length. */
export function splitBundle(bundle: Uint8Array): Bundle {
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at + 2 <= bundle.length) {
    const end = at + 2 + (bundle[at] as number) * 256 + (bundle[at + 1] as number);
    if (end > bundle.length) break;
    entries.push(bundle.subarray(at + 2, end));
    at = end;
  }
  return { entries, whole: at === bundle.length };
}
