import { createHash } from 'node:crypto';
import type { JournalEntryView } from '@doorstep/contracts';
import type { ExportNote } from './export-note.js';

/**
 * The first line says what was asked, the last how many there were and the SHA-256 of all lines before it: a file that was cut off has no
 * last line.
 */
export async function* ndjson(pages: AsyncIterable<JournalEntryView[]>, note: ExportNote): AsyncIterable<string> {
  const hash = createHash('sha256');
  const noted = (text: string): string => {
    hash.update(text, 'utf8');
    return text;
  };
  yield noted(`${JSON.stringify({ export: note })}\n`);
  let events = 0;
  for await (const page of pages) {
    events += page.length;
    // What is JSON is there as JSON; the exact bytes are in the audit package.
    const lines = page.map(
      ({ bytes, ...entry }) => `${JSON.stringify(entry.document === null ? { ...entry, bytes } : entry)}\n`,
    );
    yield noted(lines.join(''));
  }
  yield `${JSON.stringify({ end: { events, sha256: hash.digest('hex') } })}\n`;
}
