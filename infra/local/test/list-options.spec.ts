import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { listOptions } from '../src/commands/list-options.js';

const FILE = fileURLToPath(import.meta.url);

describe('the arguments of npm run import', () => {
  it.each([
    [['some.csv'], undefined],
    [['--list', 'dibao', FILE], { act: 'prepare', list: 'dibao', area: undefined, file: FILE }],
    [[FILE, '--area', 'daoyi', '--list', 'tekun'], { act: 'prepare', list: 'tekun', area: 'daoyi', file: FILE }],
    [
      ['--apply', 'an-id', '--diff', 'abc', '--end-absent', '2026-12-01'],
      { act: 'apply', importId: 'an-id', diff: 'abc', endAbsent: '2026-12-01' },
    ],
    [['--export', 'dibao'], { act: 'export', list: 'dibao', area: undefined }],
  ])('%j', (args, expected) => {
    expect(listOptions(args)).toEqual(expected);
  });

  it.each([
    [['--list', 'dibao']],
    [['--list', 'dibao', FILE, FILE]],
    [['--list', 'dibao', `${FILE}.not-there`]],
    [['--apply', 'an-id']],
    [['--list', '--area', FILE]],
    [['--what', 'x', FILE]],
  ])('%j is refused', (args) => {
    expect(() => listOptions(args)).toThrow();
  });
});
