import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const PAGE = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');
/** `path/of.spec.ts` “title of a test” */
const NAMED = /`([\w./-]+spec\.ts)` “([^”]+)”/g;

const named = [...PAGE.matchAll(NAMED)].map(([, file = '', title = '']) => [file, title] as const);

/** Whether a test or a group of tests is called exactly so: its title is a whole literal behind the bracket of a call. */
function hasTest(file: string, title: string): boolean {
  const path = join(ROOT, file);
  if (!existsSync(path)) return false;
  const literal = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`\\(\\s*(['"\`])${literal}\\1`).test(readFileSync(path, 'utf8'));
}

describe('docs/security.md', () => {
  it('has all forty checks, each with a test or with what is missing', () => {
    const rows = [...PAGE.matchAll(/^\| (\d+) +\|(.*)\|$/gm)];
    expect(rows.map(([, number]) => Number(number))).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
    const empty = rows.filter(([, , text = '']) => !new RegExp(NAMED).test(text) && !/not yet/i.test(text));
    expect(empty.map(([, number]) => number)).toEqual([]);
  });

  it('names tests that there are', () => {
    expect(named.length).toBeGreaterThan(80);
    expect(named.filter(([file, title]) => !hasTest(file, title))).toEqual([]);
  });

  it('would notice a test that is gone', () => {
    const [file = '', title = ''] = named[0] ?? [];
    expect(hasTest(file, title)).toBe(true);
    expect(hasTest(file, title.slice(0, -1))).toBe(false);
    expect(hasTest(`no/${file}`, title)).toBe(false);
  });
});
