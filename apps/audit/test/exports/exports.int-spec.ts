import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TOPICS } from '@doorstep/contracts';
import { canonicalJson } from '@doorstep/kernel';
import { eventually } from '@doorstep/testing';
import type { ProvenRecord } from '@doorstep/verifier';
import { readVerifierKey, verifyRecord } from '@doorstep/verifier';
import { verifyCommand } from '@doorstep/verifier/command';
import { nodePlatform as platform } from '@doorstep/verifier/node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { EventPlace } from '../../src/explorer/application/event-cursor.js';
import { filterOf } from '../../src/explorer/application/event-filter.js';
import { FactReader } from '../../src/explorer/application/fact-reader.port.js';
import { Look } from '../../src/explorer/application/look.js';
import { AuditPackage } from '../../src/exports/application/audit-package.js';
import { eventTable } from '../../src/exports/application/event-table.js';
import { ExportEvents } from '../../src/exports/application/export-events.js';
import { csvOf } from '../../src/exports/application/told-table.js';
import type { AuditWorld } from '../audit-world.js';
import { openAudit, recordOf } from '../audit-world.js';
import { temporaryFolder } from '../log/log-environment.js';
import { unzipped } from './unzipped.js';

const source = 'meal-orders/0/51';
const EVENTS = 1_203; // more than two pages
let world: AuditWorld;
let sent: ReturnType<typeof recordOf>[];
beforeAll(async () => {
  world = await openAudit();
  sent = Array.from({ length: EVENTS }, (_, n) =>
    recordOf({ source, sequence: n + 1, actor: n === 0 ? '=cmd()' : 'staff:op-1' }),
  );
  await world.put(...sent);
  await world.journalled(EVENTS, `actor IN ('=cmd()', 'staff:op-1')`);
});
afterAll(() => world.close());

/** Partitions arrive in any order; and a thousand lines that differ would take Jest minutes to show. */
const digestOf = (lines: readonly string[]): string =>
  createHash('sha256')
    .update([...lines].sort().join('\n'))
    .digest('hex');
const ask = (query: string) => world.get(`/v1/exports/events?source=${encodeURIComponent(source)}&${query}`);

/** What `npm run audit:verify` says of a package that somebody saved: exit code and text. */
async function verified(archive: Uint8Array): Promise<[number, string]> {
  const folder = temporaryFolder();
  try {
    const file = join(folder.path, 'package.zip');
    writeFileSync(file, archive);
    const vkey = (await world.get('/log/vkey', null)).body.trim();
    let said = '';
    const add = (text: string): void => void (said += text);
    return [await verifyCommand(['--package', file, '--key', vkey], { print: add, remark: add }), said];
  } finally {
    folder.remove();
  }
}

describe('an export', () => {
  it('as NDJSON holds every event once, says what was asked, and its end', async () => {
    const answer = await ask('format=ndjson');
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="audit-events-\w+-below-\d+\.ndjson"$/,
    );
    expect(answer.headers['x-doorstep-events']).toBe(String(EVENTS));
    const lines = answer.body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0].export).toMatchObject({
      filter: { source },
      events: EVENTS,
      snapshot: answer.headers['x-doorstep-snapshot'],
    });
    const before = answer.body.slice(0, answer.body.lastIndexOf('\n', answer.body.length - 2) + 1);
    const sha256 = createHash('sha256').update(before).digest('hex');
    expect(lines.at(-1)).toEqual({ end: { events: EVENTS, sha256 } });
    const documents = lines.slice(1, -1).map(({ document }) => canonicalJson(document));
    expect(digestOf(documents)).toBe(digestOf(sent.map(({ bytes }) => bytes.toString())));
  });

  it('as CSV opens in a spreadsheet and never runs in it', async () => {
    const { body, headers } = await ask('format=csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const lines = body.trimEnd().split('\r\n');
    expect(lines).toHaveLength(EVENTS + 1);
    expect(lines[0]).toMatch(/^\uFEFF"日志序号 journalIndex"/);
    expect(lines.filter((line) => line.includes(`"'=cmd()"`))).toHaveLength(1);
    expect(JSON.parse(decodeURIComponent(headers['x-doorstep-filter'] as string))).toEqual({ source });
  });

  it('as a workbook states what it shows, keeps codes as text and never runs', async () => {
    const answer = await ask('format=xlsx');
    expect(answer.headers['content-disposition']).toMatch(/\.xlsx"$/);
    const files = unzipped(answer.rawPayload);
    const part = (name: string): string => String(files.get(name));
    const sheets = [...part('xl/workbook.xml').matchAll(/<sheet name="([^"]+)"/g)].map(([, name]) => name);
    expect(sheets).toEqual(['说明', '事件', '数据字典']);
    const events = part('xl/worksheets/events1.xml');
    expect(events.match(/<row>/g)).toHaveLength(EVENTS + 1);
    expect(events).toContain('state="frozen"');
    expect(events).toContain(`<autoFilter ref="A1:V${EVENTS + 1}"/>`);
    expect(events).toContain('>&apos;=cmd()<'.replace('&apos;', "'"));
    expect(events).not.toContain('<f>');
    // A number of eighteen digits would be rounded: ids and codes are texts, amounts are numbers.
    expect(events).toContain('<t xml:space="preserve">1</t>');
    const notes = part('xl/worksheets/notes.xml');
    const sha256 = createHash('sha256').update(events).digest('hex');
    for (const text of [sha256, source, answer.headers['x-doorstep-snapshot'] as string, 'staff:auditor-1'])
      expect(notes).toContain(`>${text}<`);
    expect(notes).toContain(`<v>${EVENTS}</v>`);
    expect(part('xl/worksheets/dictionary.xml')).toContain('>amountFen<');
    for (const name of files.keys())
      if (name.endsWith('.xml')) expect(part('[Content_Types].xml') + name).toContain(name);
  });

  it('as an audit package can be verified by an outsider', async () => {
    await eventually(async () => Number((await world.get('/log/checkpoint', null)).body.split('\n')[1]) >= EVENTS);
    const answer = await ask('format=package');
    const files = unzipped(answer.rawPayload);
    const manifest = JSON.parse(String(files.get('manifest.json')));
    expect(manifest).toMatchObject({
      format: 'doorstep-audit-package/1',
      events: EVENTS,
      filter: { source },
      madeBy: 'staff:auditor-1',
    });
    expect(manifest.checkpoint).toBe(String(files.get('checkpoint.txt')));
    expect([...files.keys()]).toEqual([...manifest.files.map(({ name }: { name: string }) => name), 'manifest.json']);
    for (const { name, sha256 } of manifest.files)
      expect([
        name,
        createHash('sha256')
          .update(files.get(name) as Buffer)
          .digest('hex'),
      ]).toEqual([name, sha256]);
    const records = String(files.get('evidence.ndjson'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as ProvenRecord & { bytes: string });
    expect(digestOf(records.map(({ bytes }) => Buffer.from(bytes, 'base64').toString()))).toBe(
      digestOf(sent.map(({ bytes }) => bytes.toString())),
    );
    const keys = [readVerifierKey((await world.get('/log/vkey', null)).body.trim(), platform)];
    for (const record of [records[0], records[600], records.at(-1)])
      await verifyRecord(record as ProvenRecord, keys, platform);
    const dictionary = JSON.parse(String(files.get('dictionary.json')));
    const header = String(files.get('events.csv')).split('\r\n')[0] as string;
    for (const { zh, name } of dictionary.columns) expect(header).toContain(`"${zh} ${name}"`);
    expect(await verified(answer.rawPayload)).toEqual([
      0,
      expect.stringContaining(`${EVENTS} records with their bytes`),
    ]);
    const changed = Buffer.from(answer.rawPayload);
    const place = changed.indexOf('evidence.ndjson') + 5_000;
    changed[place] = (changed[place] as number) ^ 1;
    expect(await verified(changed)).toEqual([
      1,
      expect.stringMatching(/^NOT VERIFIED: (record \d+|.*evidence.ndjson)/),
    ]);
  });

  it('as an audit package of very many has them in several files', async () => {
    const [look, reader] = [world.app.get(Look), world.app.get(FactReader)];
    async function* pages() {
      for (let after: EventPlace | undefined; ;) {
        const page = { after, order: 'asc' as const, limit: 100 };
        const found = await look.at(undefined, (tx, end) => reader.list(tx, filterOf({ source }), end, page));
        if (found.length > 0) yield found.map(({ entry }) => entry);
        if (found.length < 100) return;
        after = found.at(-1)?.place;
      }
    }
    const note = { filter: { source }, snapshot: '0', events: EVENTS, madeAt: '', madeBy: 'staff:a' };
    const table = csvOf(eventTable(note, pages()));
    const pieces: Uint8Array[] = [];
    for await (const piece of world.app.get(AuditPackage, { strict: false }).content(note, pages, table, 500))
      pieces.push(piece);
    const archive = Buffer.concat(pieces);
    const counts = [...unzipped(archive)].map(([name, text]) => [name, String(text).split('\n').length - 1]);
    expect(counts.slice(3, -2)).toEqual([500, 500, 203].map((count, n) => [`evidence-${n + 1}.ndjson`, count]));
    expect(await verified(archive)).toEqual([0, expect.stringContaining(`${EVENTS} records with their bytes`)]);
  });

  it('shows its snapshot while the log goes on accepting', async () => {
    const [answer] = await Promise.all([
      ask('format=ndjson'),
      world.put(
        ...Array.from({ length: 50 }, (_, n) => recordOf({ source, sequence: EVENTS + 1 + n, actor: 'staff:later' })),
      ),
    ]);
    const lines = answer.body.trimEnd().split('\n');
    const { events } = JSON.parse(lines.at(-1) as string).end;
    expect(events).toBe(Number(answer.headers['x-doorstep-events']));
    await world.journalled(50, `actor = 'staff:later'`);
    const again = await ask(`format=ndjson&snapshot=${answer.headers['x-doorstep-snapshot'] as string}`);
    const eventsOf = (body: string): string => digestOf(body.trimEnd().split('\n').slice(1, -1));
    expect(eventsOf(again.body)).toBe(eventsOf(answer.body));
  });

  it('that is read slowly holds up nobody: the log goes on accepting between any two pages', async () => {
    const exporting = world.app.get(ExportEvents, { strict: false });
    const { content, note, close } = await exporting.open({ source }, 'csv', 'staff:slow');
    const reading = content[Symbol.asyncIterator]();
    await reading.next();
    let lines = String((await reading.next()).value)
      .trimEnd()
      .split('\r\n').length;
    const { items } = (await world.get('/v1/exports/running')).json();
    expect(items).toMatchObject([{ format: 'csv', by: 'staff:slow', read: 500, toRead: note.events }]);
    await world.put(
      ...Array.from({ length: 50 }, (_, n) =>
        recordOf({ source: 'meal-orders/0/52', sequence: n + 1, actor: 'staff:meanwhile' }),
      ),
    );
    await world.journalled(50, `actor = 'staff:meanwhile'`);
    for (let piece = await reading.next(); !piece.done; piece = await reading.next())
      lines += String(piece.value).trimEnd().split('\r\n').length;
    close();
    expect(lines).toBe(note.events);
    expect((await world.get('/v1/exports/running')).json().items).toEqual([]);
  });

  it('is refused while two others are being sent', async () => {
    const exporting = world.app.get(ExportEvents, { strict: false });
    const opened = await Promise.allSettled(['a', 'b', 'c'].map((by) => exporting.open({ source }, 'csv', by)));
    // Asked at the same moment, none of them read yet: two places are two places.
    expect(opened.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected']);
    expect((await ask('format=csv')).json()).toMatchObject({ status: 409, code: 'AUDIT.EXPORTS_BUSY' });
    for (const each of opened) if (each.status === 'fulfilled') each.value.close();
    expect((await ask('format=csv')).statusCode).toBe(200);
    // Whatever was sent, or refused because it is too large, has given its place back.
    for (let n = 0; n < 3; n++) expect((await ask('format=csv')).statusCode).toBe(200);
  });

  it('is for auditors only, in the forms that there are', async () => {
    expect((await world.get('/v1/exports/events?format=csv', { roles: ['finance_maker'] })).statusCode).toBe(403);
    for (const query of [
      'format=exe',
      'format=../../etc/passwd',
      'format=xlsx&format=csv',
      'format=csv&where=1',
      'snapshot=0',
    ])
      expect([query, (await ask(query)).statusCode]).toEqual([query, 422]);
    const none = await world.get(`/v1/exports/events?format=csv&topic=${TOPICS.gatewayAccess.name}`);
    expect(none.body.trimEnd().split('\r\n')).toHaveLength(1);
  });
});
