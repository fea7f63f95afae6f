import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { ROOT } from '../src/platform/paths.js';

const FOLDER = join(ROOT, 'docs/adr');
const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');

it('the list of decisions has every page under its own number and title, in order, and says which numbers are missing', () => {
  const files = readdirSync(FOLDER).filter((file) => /^\d{4}-/.test(file));
  const wanted = files.sort().map((file) => {
    const [, number, title] = /^# (\d{4})\. (.+)$/m.exec(readFileSync(join(FOLDER, file), 'utf8')) ?? [];
    expect(file.slice(0, 4)).toBe(number);
    return `- [${number} ${title}](${file})`;
  });
  expect(page.split('\n').filter((line) => line.startsWith('- ['))).toEqual(wanted);
  const numbers = files.map((file) => Number(file.slice(0, 4)));
  expect(new Set(numbers).size).toBe(numbers.length);
  const missing = Array.from({ length: Math.max(...numbers) }, (_, n) => n + 1).filter((n) => !numbers.includes(n));
  for (const number of missing) expect(page).toContain(`There is no ${String(number).padStart(4, '0')}.`);
});
