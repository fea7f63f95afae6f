import { createHash } from 'node:crypto';
import type { JournalEntryView } from '@doorstep/contracts';
import { expect, it } from '@jest/globals';
import { eventTable } from '../../src/exports/application/event-table.js';
import { ExplainedCsv } from '../../src/exports/application/explained-csv.js';
import { ZipArchive } from '../../src/exports/infrastructure/zip-archive.js';
import { unzipped } from './unzipped.js';

async function* noPages(): AsyncIterable<JournalEntryView[]> {
  yield await Promise.resolve([]);
}

it('a CSV with its explanation says in a file of its own what was asked, below which snapshot, and what the columns mean', async () => {
  const filter = { type: 'meal-orders.meal-order.served.v1', actor: '=cmd()' };
  const note = { filter, snapshot: '1783', events: 0, madeAt: '2026-11-23T04:00:00.000Z', madeBy: 'staff:auditor-1' };
  const pieces: Uint8Array[] = [];
  for await (const piece of new ExplainedCsv(new ZipArchive()).content(eventTable(note, noPages()))) pieces.push(piece);
  const files = unzipped(Buffer.concat(pieces));
  expect([...files.keys()]).toEqual(['dictionary.csv', 'events.csv', 'about.csv']);
  expect(String(files.get('events.csv'))).toMatch(/^\uFEFF"日志序号 journalIndex",.*\r\n$/);
  const sha256 = createHash('sha256')
    .update(files.get('events.csv') as Buffer)
    .digest('hex');
  const about = String(files.get('about.csv'));
  expect(about).toMatch(/^\uFEFF/);
  for (const text of [filter.type, "'=cmd()", '1783', note.madeAt, note.madeBy, sha256])
    expect(about).toContain(`,"${text}"\r\n`);
  expect(about).toContain('events",0\r\n');
  expect(String(files.get('dictionary.csv'))).toContain('"amountFen"');
});
