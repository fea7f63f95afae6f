import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Rule } from '../../src/rules/domain/rule.js';
import { hitIdOf, inForce, parametersOf } from '../../src/rules/domain/rule.js';
import { ruleSql } from '../../src/rules/infrastructure/rule-sql.js';
import { readRules } from '../../src/rules/infrastructure/yaml-rule-book.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-rules-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const text = (more = '', from = '2026-01-01', to = 'null') => `id: a-rule
from: ${from}
to: ${to}
title: { zh: 甲, en: A }
description: { zh: 乙, en: B }
parameters: { most: { default: 4, min: 1, max: 9, unit: orders } }
query: SELECT 1 AS key WHERE 1 > :most AND '10:30'::time IS NOT NULL
${more}`;
const write = (name: string, content: string): void => writeFileSync(join(folder, name), content);

it('reads every version of a rule, oldest first', async () => {
  write('b.yaml', text('', '2027-01-01'));
  write('a.yaml', text('', '2026-01-01', '2026-12-31'));
  const rules = await readRules(folder);
  expect(rules.map(({ from }) => from)).toEqual(['2026-01-01', '2027-01-01']);
  expect(inForce(rules, '2026-03-01', '2026-12-31').from).toBe('2026-01-01');
  expect(() => inForce(rules, '2026-12-01', '2027-02-01')).toThrow('no version');
  expect(() => inForce(rules, '2025-12-01', '2026-02-01')).toThrow('no version');
});

it.each([
  ['an unknown member', text('more: 1')],
  ['a default outside of its range', text().replace('default: 4', 'default: 40')],
  ['no query', text().replace(/query:.*\n/, '')],
])('refuses a document with %s', async (_what, content) => {
  write('a.yaml', content);
  await expect(readRules(folder)).rejects.toThrow('rules/a.yaml');
});

it('refuses two versions for one day', async () => {
  write('a.yaml', text());
  write('b.yaml', text('', '2026-06-01'));
  await expect(readRules(folder)).rejects.toThrow('overlap');
});

it('passes parameters as values and leaves casts and times alone', async () => {
  write('a.yaml', text());
  const [rule] = (await readRules(folder)) as [Rule];
  const range = { from: new Date('2026-03-01'), to: new Date('2026-04-01'), snapshot: 7n, absences: [], limit: 10 };
  const sql = ruleSql({ ...range, rule, parameters: parametersOf(rule, { most: 9 }) });
  expect(sql.values).toContain(9);
  expect(sql.text).toMatch(/1 > \$\d+::integer AND '10:30'::time/);
});

it('names a hit by its rule and key alone', () => {
  expect(hitIdOf('a-rule', 'x')).toBe(hitIdOf('a-rule', 'x'));
  expect(hitIdOf('a-rule', 'x')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(hitIdOf('a-rule', 'x')).not.toBe(hitIdOf('b-rule', 'x'));
});
