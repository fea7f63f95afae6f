import { expect, it } from '@jest/globals';
import { join } from 'node:path';
import { releasedPacks } from '../../src/cli/pack-folder.js';
import { diffCommand } from '../../src/cli/policy-packs.js';

const diff = (before: string, after: string): string[] => {
  const lines: string[] = [];
  expect(diffCommand(join(releasedPacks(), before), join(releasedPacks(), after), (line) => lines.push(line))).toBe(0);
  return lines;
};

it('shows what one version of a pack has otherwise than the one before', () => {
  const lines = diff('cn-tianjin/2022-07-08.yaml', 'cn-tianjin/2024-05-17.yaml');
  expect(lines).toContain('version 3 ruleVersion: 2 -> 3');
  expect(lines.find((line) => line.includes('effective.from'))).toBe(
    'version 3 effective.from: 2022-07-08 -> 2024-05-17',
  );
  expect(lines.some((line) => line.includes('predicates.visited.when: (absent) -> '))).toBe(true);
  // What both say alike is not there.
  expect(lines.some((line) => line.includes('mealFen'))).toBe(false);
  expect(lines.length).toBeLessThan(20);
});

it('compares folders version by version', () => {
  expect(diff('cn-tianjin', 'cn-tianjin')).toEqual(['0 differences']);
});
