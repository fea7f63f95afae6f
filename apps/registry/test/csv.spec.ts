import { describe, expect, it } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { readCsv } from '../src/imports/domain/csv.js';

const cellsOf = (text: string): (readonly string[])[] => [...readCsv(text)].map((record) => record.cells);

describe('the CSV reader', () => {
  it('reads what another program wrote, whatever is in the cells', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '演', '"', ',', '\n', '\r', ' ', '=', '𠀀'), maxLength: 8 });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.constantFrom('\n', '\r\n'), (table, newline) => {
        const quoted = stringify(table, { record_delimiter: newline, quoted: true, quoted_empty: true });
        expect(cellsOf(quoted)).toEqual(table);
      }),
    );
  });

  it('never hangs, and either reads or refuses any text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', '\r'), maxLength: 40 });
    fc.assert(
      fc.property(text, (csv) => {
        try {
          expect(cellsOf(csv).every((cells) => cells.length > 0)).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ code: 'IMPORT.CSV_BROKEN' });
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('names the lines of the file, also after cells of several lines and empty lines', () => {
    const records = [...readCsv('\uFEFFa,b\r\n"x\ny",1\r\n\r\nz,2')];
    expect(records.map(({ line }) => line)).toEqual([1, 2, 5]);
  });

  it.each([
    ['a quote that is never closed', 'a,b\n"x,1\n', 2],
    ['a quote inside a plain cell', 'a,b\n1,2\nx"y,1\n', 3],
    ['text after a closed quote', 'a,b\n"x"y,1\n', 2],
    ['a bare carriage return', 'a,b\rc', 1],
  ])('refuses %s', (_name, text, line) => {
    expect(() => cellsOf(text)).toThrow(expect.objectContaining({ code: 'IMPORT.CSV_BROKEN', details: { line } }));
  });

  it('reads eight megabytes', () => {
    const text = 'fact,DEMO-001,category,dibao,2024-01-01,,list/1\n'.repeat(170_000);
    let rows = 0;
    for (const { cells } of readCsv(text)) rows += cells.length === 7 ? 1 : 0;
    expect(rows).toBe(170_000);
  });
});
