import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { test } from '../src/commands/test.js';
import { diskOf } from '../src/stack/checks.js';

describe('the door', () => {
  let clone: string;
  beforeEach(() => {
    clone = mkdtempSync(join(tmpdir(), 'doorstep-door-'));
    mkdirSync(join(clone, 'infra/local'), { recursive: true });
    cpSync(join(import.meta.dirname, '../run.mjs'), join(clone, 'infra/local/run.mjs'));
  });
  afterEach(() => rmSync(clone, { recursive: true, force: true }));

  it('says in one paragraph that it cannot write', () => {
    writeFileSync(join(clone, '.doorstep'), 'a file in the way');
    const { status, stderr } = spawnSync(process.execPath, ['infra/local/run.mjs', 'start'], {
      cwd: clone,
      encoding: 'utf8',
      timeout: 20_000,
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/cannot write into its folder: .*\.doorstep/u);
    expect(stderr).not.toContain('    at ');
  });

  it('says the same of a folder for the data elsewhere', () => {
    const file = join(clone, 'data');
    writeFileSync(file, 'a file in the way');
    expect(() => diskOf(join(file, 'below'))).toThrow(/have no place in .*data/u);
    expect(diskOf(join(clone, 'other')).bavail).toBeGreaterThan(0);
  });

  it('refuses a stage of the tests that does not exist, instead of passing nothing', async () => {
    await expect(test(['--only', 'typo'])).rejects.toThrow('There is no stage typo.');
  });
});
