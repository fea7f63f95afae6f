import { describe, expect, it } from '@jest/globals';
import { readOptions } from '../src/harness/options.js';
import { renderTable } from '../src/harness/table.js';

const KNOWN = ['R4', 'R5'];

describe('options', () => {
  it('runs everything at full size unless told otherwise', () => {
    expect(readOptions([], KNOWN)).toEqual({ quick: false, large: false, only: undefined });
  });

  it('takes rows in both spellings and any case', () => {
    expect(readOptions(['--only', 'r4, R5', '--quick'], KNOWN)).toEqual({
      quick: true,
      large: false,
      only: ['R4', 'R5'],
    });
    expect(readOptions(['--large'], KNOWN).large).toBe(true);
    expect(readOptions(['--only=R5'], KNOWN).only).toEqual(['R5']);
  });

  it.each([[['--only', 'R99']], [['--only']], [['--fast']], [['--quick', '--large']]])('refuses %j', (args) => {
    expect(() => readOptions(args, KNOWN)).toThrow(/R4/);
  });
});

describe('the table', () => {
  it('says plainly what was missed, and what was only reported', () => {
    const row = {
      what: 'thing',
      ours: 1234.5,
      limit: 2000,
      ratio: 0.617,
      cpuRatio: null,
      unit: '/s',
      rounds: 5,
      noisy: false,
      raw: [],
    };
    const text = renderTable([
      { ...row, id: 'A', target: '>= 0.6', met: true },
      { ...row, id: 'B', target: '>= 0.7', met: false },
      { ...row, id: 'C', target: '', met: null, limit: null, ratio: null },
    ]);
    const lines = text.split('\n');
    expect(lines[1]).toMatch(/^A {4}thing {2}1,235 \/s {2}2,000 \/s {3}0\.62 {7}– {2}>= 0\.6 {2}met$/);
    expect(lines[2]).toMatch(/MISSED$/);
    expect(lines[3]).toMatch(/–.*reported$/);
  });
});
