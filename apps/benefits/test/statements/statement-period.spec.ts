import { csvFile, yuan, xlsxFile } from '@doorstep/observability';
import { inflateRawSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import type { LocalDate } from '@doorstep/kernel';
import { statementCycleOf } from '@doorstep/policy';
import { StatementPeriod } from '../../src/statements/domain/statement-period.js';
import { releasedPack } from '../support/packs.js';

it.each([
  ['2026-06', 'month', '2026-06-01', '2026-06-30', '2026-06-30T16:00:00.000Z'],
  ['2026-12', 'month', '2026-12-01', '2026-12-31', '2026-12-31T16:00:00.000Z'],
  ['2026-Q1', 'quarter', '2026-01-01', '2026-03-31', '2026-03-31T16:00:00.000Z'],
  ['2026-Q4', 'quarter', '2026-10-01', '2026-12-31', '2026-12-31T16:00:00.000Z'],
])('the period %s is a %s from %s to %s', (name, cycle, firstOn, lastOn, cutAt) => {
  const period = new StatementPeriod(name);
  expect([period.cycle, period.firstOn, period.lastOn, period.cutAt.toISOString()]).toEqual([
    cycle,
    firstOn,
    lastOn,
    cutAt,
  ]);
  expect(period.hasEnded(new Date(period.cutAt.getTime() - 1))).toBe(false);
  expect(period.hasEnded(period.cutAt)).toBe(true);
});

it('a pack says whether operators are paid by month or by quarter', () => {
  const on = '2026-06-01' as LocalDate;
  expect(statementCycleOf(releasedPack('cn-shenzhen'), on)).toBe('quarter');
  expect(statementCycleOf(releasedPack('cn-tianjin'), on)).toBe('month');
  expect(statementCycleOf(undefined, on)).toBe('month');
});

it('no cell of a CSV file is run by a spreadsheet', () => {
  const rows = [['=1+1', '+1', '-1', '@a', '\tb', '\rc', '\nd', '＝1', 'plain', 'a,"b"', null, -5]];
  expect(csvFile(rows)).toBe(`\uFEFF'=1+1,'+1,'-1,'@a,'\tb,"'\rc","'\nd",'＝1,plain,"a,""b""",,-5\r\n`);
});

it.each([
  [0, '0.00'],
  [5, '0.05'],
  [-5, '-0.05'],
  [123456, '1234.56'],
])('%p fen are %p yuan', (fen, text) => expect(yuan(fen)).toBe(text));

it('a sheet is a ZIP whose directory finds every part, with text that is never a formula', () => {
  const file = xlsxFile('sheet', [['=1+1', 'a & <b>', 12.5, null]]);
  expect(xlsxFile('sheet', [['=1+1', 'a & <b>', 12.5, null]]).equals(file)).toBe(true);
  const end = file.subarray(-22);
  expect(end.subarray(0, 4).toString('latin1')).toBe('PK\x05\x06');
  const parts = new Map<string, string>();
  let at = end.readUInt32LE(16);
  for (let n = end.readUInt16LE(10); n > 0; n--) {
    const nameBytes = file.readUInt16LE(at + 28);
    const name = file.subarray(at + 46, at + 46 + nameBytes).toString();
    const begin = file.readUInt32LE(at + 42) + 30 + nameBytes;
    parts.set(name, inflateRawSync(file.subarray(begin, begin + file.readUInt32LE(at + 20))).toString());
    at += 46 + nameBytes;
  }
  expect([...parts.keys()]).toEqual([
    '[Content_Types].xml',
    '_rels/.rels',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    'xl/worksheets/sheet1.xml',
  ]);
  const sheet = parts.get('xl/worksheets/sheet1.xml');
  expect(sheet).toContain(">'=1+1<");
  expect(sheet).toContain('>a &amp; &lt;b&gt;</t>');
  expect(sheet).toContain('<c><v>12.5</v></c><c/>');
});
