import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const ENVIRONMENTS = ['apps', 'libs/observability/src/config'];
const MEMBER = /^ {2}([A-Z][A-Z0-9_]{2,}): /gm;
const PER_SERVICE = /^(REGISTRY|MEAL_ORDERS|DAY_CARE|BENEFITS|AUDIT)_URL$/;

/** Names of all variables that some service reads, from the files that declare them. */
function variables(): string[] {
  const files = ENVIRONMENTS.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => /^(?!.*(node_modules|dist)).*env\.ts$/.test(file))
      .map((file) => join(ROOT, folder, file)),
  );
  expect(files.length).toBeGreaterThan(3);
  const names = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(MEMBER)].map((match) => match[1] ?? ''),
  );
  return [...new Set(names)].map((name) => (PER_SERVICE.test(name) ? '<SERVICE>_URL' : name));
}

describe('docs/operations.md', () => {
  it('explains every variable of every service', () => {
    const page = readFileSync(join(ROOT, 'docs/operations.md'), 'utf8');
    const names = variables();
    expect(names).toContain('DATABASE_POOL');
    expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
  });
});
