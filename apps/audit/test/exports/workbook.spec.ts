import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { JournalEntryView } from '@doorstep/contracts';
import { describe, expect, it } from '@jest/globals';
import { eventTable } from '../../src/exports/application/event-table.js';
import { RunningExports } from '../../src/exports/application/running-exports.js';
import { TableWorkbook } from '../../src/exports/application/table-workbook.js';
import { csvOf } from '../../src/exports/application/told-table.js';
import { sheetFoot, sheetRow } from '../../src/exports/domain/sheet-xml.js';
import { ZipArchive } from '../../src/exports/infrastructure/zip-archive.js';
import { unzipped } from './unzipped.js';

const entry = (n: number): JournalEntryView => ({
  ...{
    journalIndex: String(n),
    receivedAt: '2026-11-23T04:00:00.000Z',
    topic: 't',
    partition: 0,
    offset: '0',
    key: null,
  },
  ...{ source: null, sequence: null, id: null, type: null, subject: null, personId: null, time: null, actor: `a${n}` },
  ...{
    correlationId: null,
    causationId: null,
    problem: null,
    leafIndex: null,
    erased: false,
    altered: false,
    bytes: null,
    document: null,
  },
  facts: {
    ...{ siteId: null, area: null, reason: null, tillId: null, mealPeriod: null, serviceDate: null, subjectId: null },
    ...{ claimId: null, amountFen: n, subsidyFen: null },
  },
});

async function* pagesOf(count: number, size: number): AsyncIterable<JournalEntryView[]> {
  await Promise.resolve();
  for (let n = 0; n < count; n += size) yield Array.from({ length: Math.min(size, count - n) }, (_, k) => entry(n + k));
}

const noteOf = (events: number) => ({
  ...{ filter: {}, snapshot: '9', events, madeAt: '2026-11-23T04:00:00.000Z', madeBy: 'staff:a' },
});

async function workbookOf(events: number, sheetRows: number): Promise<Map<string, Buffer>> {
  const pieces: Uint8Array[] = [];
  const table = eventTable(noteOf(events), pagesOf(events, 3));
  for await (const piece of new TableWorkbook(new ZipArchive()).content(table, sheetRows)) pieces.push(piece);
  return unzipped(Buffer.concat(pieces));
}

describe('a workbook', () => {
  it('takes as many sheets as the events need, whatever the pages are', async () => {
    const files = await workbookOf(11, 4);
    const rows = [1, 2, 3].map((n) => String(files.get(`xl/worksheets/events${n}.xml`)).match(/<row>/g)?.length);
    expect(rows).toEqual([5, 5, 4]);
    expect(files.has('xl/worksheets/events4.xml')).toBe(false);
    expect(String(files.get('xl/workbook.xml'))).toContain('name="事件 3"');
    const amounts = [1, 2, 3].flatMap((n) =>
      [...String(files.get(`xl/worksheets/events${n}.xml`)).matchAll(/<v>(\d+)<\/v>/g)].map(([, v]) => Number(v)),
    );
    expect(amounts).toEqual(Array.from({ length: 11 }, (_, n) => n));
  });

  it('of nothing has one empty sheet', async () => {
    const files = await workbookOf(0, 4);
    expect(String(files.get('xl/worksheets/events1.xml')).match(/<row>/g)).toHaveLength(1);
    expect(String(files.get('xl/worksheets/notes.xml'))).toContain('无 none');
  });

  it('escapes what XML and spreadsheets would take for more than text', () => {
    const row = sheetRow(['<a&"b">', '=1+1', '\u0000x\u001fy', '110105194912310021', null, 5]);
    expect(row).toContain('&lt;a&amp;&quot;b&quot;&gt;');
    expect(row).toContain(">'=1+1<");
    expect(row).toContain('>xy<');
    expect(row).toContain(
      '<c t="inlineStr"><is><t xml:space="preserve">110105194912310021</t></is></c><c/><c s="2"><v>5</v></c>',
    );
    expect(sheetFoot(28, 3)).toContain('A1:AB3');
  });
});

it('an export of 60,000 events stays small in memory', async () => {
  // What is garbage already does not count, and when it is taken away depends on the machine.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const held = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = held();
  let [most, lines] = [0, 0];
  for await (const text of csvOf(eventTable(noteOf(60_000), pagesOf(60_000, 500)))) {
    lines += text.split('\n').length - 1;
    if (lines % 20_001 < 501) most = Math.max(most, held() - before);
  }
  expect(lines).toBe(60_001);
  expect(most).toBeLessThan(40 * 1024 * 1024);
});

it('progress of what is sent is shown while it is sent', async () => {
  const running = new RunningExports();
  const about = { exportId: 'x', format: 'csv' as const, toRead: 10, by: 'staff:a', startedAt: '' };
  const open = () => running.counted(about, pagesOf(6, 3));
  const reading = open()[Symbol.asyncIterator]();
  await reading.next();
  running.progress('x', 3);
  expect(running.list()).toMatchObject([{ read: 3, toRead: 10 }]);
  await reading.return?.(undefined);
  expect(running.list()).toEqual([]);
});
