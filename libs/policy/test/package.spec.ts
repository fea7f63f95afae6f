import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { decide, packJsonSchema } from '../src/index.js';
import { sha256Hex } from '../src/language/sha256.js';
import { inputFor } from './inputs.mother.js';
import { ALL_PACKS, sourcesOf } from './packs.fixture.js';

const root = join(import.meta.dirname, '..');

describe('the library', () => {
  it('runs in a browser: no node modules, no clock, no randomness', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    for (const file of files) {
      const text = readFileSync(join(root, 'src', file), 'utf8');
      expect([file, /from 'node:|Date\.now|new Date\(|Math\.random|process\./.test(text)]).toEqual([file, false]);
    }
  });

  it('names no city, district or funder amount', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const names =
      /taiyuan|shenyang|shenbei|tianjin|guangzhou|zengcheng|shenzhen|shanghai|putuo|zhuhai|hangzhou|minfeng|puya|chenxing/i;
    for (const file of files)
      expect([file, names.test(readFileSync(join(root, 'src', file), 'utf8').replaceAll('Asia/Shanghai', ''))]).toEqual(
        [file, false],
      );
  });

  it('hashes as everybody does', () => {
    for (const text of ['', 'abc', '民生'.repeat(500), 'x'.repeat(55), 'x'.repeat(56), 'x'.repeat(64)]) {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text).digest('hex'));
    }
  });

  it('decides the dearest pack at 50,000 a second and more on a free core', () => {
    // CPU time on a machine that runs everything else too; half of the target is the alarm.
    const input = inputFor('cn-tianjin');
    for (let warm = 0; warm < 10_000; warm += 1) decide(input);
    const start = process.cpuUsage();
    for (let run = 0; run < 20_000; run += 1) decide(input);
    const { user, system } = process.cpuUsage(start);
    expect((20_000 / (user + system)) * 1e6).toBeGreaterThan(25_000);
  });
});

describe('the JSON Schema of packs', () => {
  const file = join(root, 'schemas/pack.schema.json');

  it('is the committed one (DOORSTEP_UPDATE_GOLDEN=1 writes it anew)', () => {
    if (process.env['DOORSTEP_UPDATE_GOLDEN']) writeFileSync(file, `${JSON.stringify(packJsonSchema(), null, 2)}\n`);
    expect(packJsonSchema()).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it('accepts every released pack and refuses an unknown key', () => {
    const validate = new Ajv2020({ strict: false, formats: { date: true } }).compile(packJsonSchema());
    for (const pack of ALL_PACKS) {
      for (const { text } of sourcesOf(pack))
        expect([pack, validate(parse(text)), validate.errors]).toEqual([pack, true, null]);
    }
    expect(validate({ ...(parse(sourcesOf('cn-zhuhai')[0]?.text ?? '') as object), extra: 1 })).toBe(false);
  });
});
