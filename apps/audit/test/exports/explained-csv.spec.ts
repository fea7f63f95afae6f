import { createHash } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { ExplainedCsv } from '../../src/exports/application/explained-csv.js';
import { ZipArchive } from '../../src/exports/infrastructure/zip-archive.js';
import { unzipped } from './unzipped.js';

async function* table(): AsyncIterable<string> {
  yield await Promise.resolve('\uFEFF"id"\r\n');
  yield '"a"\r\n';
}

it('a CSV with its explanation says in a file of its own what was asked, below which snapshot, and what the columns mean', async () => {
  const filter = { type: 'meal-orders.meal-order.served.v1', actor: '=cmd()' };
  const note = { filter, snapshot: '1783', events: 1, madeAt: '2026-11-23T04:00:00.000Z', madeBy: 'staff:auditor-1' };
  const pieces: Uint8Array[] = [];
  for await (const piece of new ExplainedCsv(new ZipArchive()).content(note, table())) pieces.push(piece);
  const files = unzipped(Buffer.concat(pieces));
  expect([...files.keys()]).toEqual(['dictionary.csv', 'events.csv', 'about.csv']);
  expect(String(files.get('events.csv'))).toBe('\uFEFF"id"\r\n"a"\r\n');
  const sha256 = createHash('sha256')
    .update(files.get('events.csv') as Buffer)
    .digest('hex');
  const about = String(files.get('about.csv'));
  expect(about).toMatch(/^\uFEFF/);
  for (const text of [filter.type, "'=cmd()", '1783', note.madeAt, note.madeBy, sha256])
    expect(about).toContain(`,"${text}"\r\n`);
  expect(about).toContain('events",1\r\n');
  expect(String(files.get('dictionary.csv'))).toContain('"amountFen"');
});
