import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ReadLogFile } from '../../src/log/application/read-log-file.query.js';
import { bundleOf } from '../../src/log/domain/entry.js';
import { leafHash } from '../../src/log/domain/hashing.js';
import { FileLogFolder } from '../../src/log/infrastructure/file-log-folder.js';
import { temporaryFolder } from './log-environment.js';

const given = temporaryFolder();
const folder = new FileLogFolder(given.path);
const files = new ReadLogFile(folder);
const entries = Array.from({ length: 256 }, (_, n) => Buffer.from(`entry ${n}`));
const tileOf = (width: number) => Buffer.concat(entries.slice(0, width).map(leafHash));
const contentOf = async (path: string) => (await files.execute(path)).content;

beforeAll(async () => {
  await folder.writeTiles([
    { tile: { level: 0, index: 0, width: 256 }, bytes: tileOf(256) },
    { tile: { level: 'entries', index: 0, width: 256 }, bytes: bundleOf(entries) },
    { tile: { level: 0, index: 1, width: 7 }, bytes: tileOf(7) },
    { tile: { level: 'entries', index: 2, width: 256 }, bytes: Buffer.of(0, 9, 1) },
  ]);
});
afterAll(() => given.remove());

it('a partial tile that has become full is still there for who reads by an older checkpoint', async () => {
  for (const width of [1, 17, 255]) {
    expect(await contentOf(`tile/0/000.p/${width}`)).toEqual(tileOf(width));
    expect(await contentOf(`tile/entries/000.p/${width}`)).toEqual(bundleOf(entries.slice(0, width)));
  }
  expect(await contentOf('tile/0/001.p/7')).toEqual(tileOf(7));
});

it.each([
  'tile/0/001.p/6',
  'tile/0/001.p/8',
  'tile/0/001',
  'tile/1/000.p/1',
  'tile/0/000.p/256',
  'tile/entries/002.p/1',
])('%s is not there', async (path) => {
  await expect(files.execute(path)).rejects.toThrow();
});
