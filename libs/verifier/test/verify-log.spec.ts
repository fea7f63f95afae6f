import { describe, expect, it } from '@jest/globals';
import { firstBad, openCheckpoint, readVerifierKey, verifyLog } from '../src/index.js';
import { nodePlatform } from '../src/node/node-platform.js';
import { asFiles, bundleOf, checkpointOf, entriesOf, entryOf, filesOf, newSigner } from './sample-log.js';

const signer = newSigner();
const keys = [readVerifierKey(signer.vkey, nodePlatform)];
const SIZE = 700;
const entries = entriesOf(SIZE);

async function verify(files: ReadonlyMap<string, Buffer>, keptNotes: readonly string[] = [], trusted = keys) {
  const kept = await Promise.all(keptNotes.map((note) => openCheckpoint(note, trusted)));
  return verifyLog({ files: asFiles(files), keys: trusted, kept, platform: nodePlatform });
}

const changed = (path: string, change: (bytes: Buffer) => Buffer): Map<string, Buffer> => {
  const files = filesOf(entries, signer);
  const bytes = files.get(path);
  if (!bytes) throw new Error(`no file ${path}`);
  return files.set(path, change(Buffer.from(bytes)));
};
const flip = (at: number) => (bytes: Buffer) => {
  bytes[at] = (bytes[at] as number) ^ 1;
  return bytes;
};
/** The log with other entries, signed anew by the real key: what an operator can do who holds it. */
const rewritten = (change: (list: Buffer[]) => void): Map<string, Buffer> => {
  const list = [...entries];
  change(list);
  return filesOf(list, signer);
};

describe('a good log', () => {
  it.each([0, 1, 2, 255, 256, 257, 512, 700])('of %i entries is verified', async (size) => {
    const report = await verify(filesOf(entries.slice(0, size), signer), [checkpointOf([], signer)]);
    expect(report).toMatchObject({ size, findings: [], compared: 1 });
  });

  it('of three levels is verified, and so is its growth at every kept size', async () => {
    const many = entriesOf(65_900);
    const kept = [256, 65_536].map((size) => checkpointOf(many.slice(0, size), signer));
    expect((await verify(filesOf(many, signer), kept)).findings).toEqual([]);
  }, 30_000);

  it('says which numbers are missing', async () => {
    const list = [entryOf(1), entryOf(2), entryOf(5), entryOf(1, 'registry/0/1')];
    expect((await verify(filesOf(list, signer))).sources).toEqual([
      { source: 'benefits/0/1', entries: 3, highest: 5n, missing: 2n },
      { source: 'registry/0/1', entries: 1, highest: 1n, missing: 0n },
    ]);
  });

  it('may have full tiles in the place of the partial ones that its checkpoint speaks of', async () => {
    const files = filesOf(entries, signer);
    const before = filesOf(entries.slice(0, 500), signer);
    for (const path of ['checkpoint', 'tile/1/000.p/1']) files.set(path, before.get(path) as Buffer);
    expect((await verify(files)).findings).toEqual([]);
  });
});

describe('files that were changed', () => {
  const start = bundleOf(entries.slice(256, 300)).length;
  const drop = (bytes: Buffer): Buffer => Buffer.concat([bytes.subarray(0, start), bundleOf(entries.slice(301, 512))]);
  const insert = (bytes: Buffer): Buffer =>
    Buffer.concat([bytes.subarray(0, start), bundleOf([entryOf(9_999)]), bytes.subarray(start)]);
  const swap = (bytes: Buffer): Buffer =>
    Buffer.concat([
      bytes.subarray(0, start),
      bundleOf([entries[301], entries[300]] as Buffer[]),
      bundleOf(entries.slice(302, 512)),
    ]);

  it.each<[string, string, (bytes: Buffer) => Buffer, number]>([
    ['a flipped bit in an entry', 'tile/entries/001', flip(start + 30), 300],
    ['a flipped bit in a length', 'tile/entries/001', flip(start), 300],
    ['a flipped bit in a hash', 'tile/0/001', flip(44 * 32 + 5), 300],
    ['a dropped entry', 'tile/entries/001', drop, 300],
    ['an inserted entry', 'tile/entries/001', insert, 300],
    ['two swapped entries', 'tile/entries/001', swap, 300],
    ['a bundle that ends too early', 'tile/entries/001', (bytes) => bytes.subarray(0, start), 300],
    ['a bundle that ends within an entry', 'tile/entries/001', (bytes) => bytes.subarray(0, start + 9), 300],
    [
      'an entry behind the last',
      'tile/entries/002.p/188',
      (bytes) => Buffer.concat([bytes, bundleOf([entryOf(9_999)])]),
      700,
    ],
    ['a tile that ends too early', 'tile/0/001', (bytes) => bytes.subarray(0, 320), 266],
    ['a tile that ends within a hash', 'tile/0/001', (bytes) => bytes.subarray(0, 330), 266],
    ['a tile that ends too early, with a flipped bit', 'tile/0/001', (bytes) => flip(96)(bytes).subarray(0, 320), 259],
    ['a hash behind the last', 'tile/0/002.p/188', (bytes) => Buffer.concat([bytes, bytes.subarray(0, 32)]), 700],
    ['a hash of the level above', 'tile/1/000.p/2', flip(40), 256],
  ])('%s', async (_name, path, change, index) => {
    expect(firstBad(await verify(changed(path, change)))).toBe(index);
  });

  it.each(['tile/entries/001', 'tile/0/001', 'tile/1/000.p/2'])('%s is missing', async (path) => {
    const files = filesOf(entries, signer);
    files.delete(path);
    expect(firstBad(await verify(files))).toBe(path.startsWith('tile/1') ? 0 : 256);
  });

  it('all that fit together, but not to what is signed', async () => {
    const files = rewritten((list) => (list[300] = entryOf(301, 'benefits/0/1', 'forged')));
    files.set('checkpoint', Buffer.from(checkpointOf(entries, signer)));
    const kept = [checkpointOf(entries.slice(0, 300), signer), checkpointOf(entries.slice(0, 301), signer)];
    expect(firstBad(await verify(files, kept))).toBe(300);
    expect((await verify(files)).findings).toMatchObject([{ exact: false }]);
  });
});

describe('a history that was rewritten with the real key', () => {
  const kept = (...sizes: number[]): string[] => sizes.map((size) => checkpointOf(entries.slice(0, size), signer));

  it.each<[string, (list: Buffer[]) => unknown]>([
    ['flip', (list) => (list[300] = entryOf(301, 'benefits/0/1', 'forged'))],
    ['drop', (list) => list.splice(300, 1)],
    ['insert', (list) => list.splice(300, 0, entryOf(9_999))],
    ['swap', (list) => list.splice(300, 2, entries[301] as Buffer, entries[300] as Buffer)],
    ['truncate', (list) => list.splice(300)],
  ])('%s: looks whole, but not beside kept checkpoints', async (_name, change) => {
    const files = rewritten(change);
    expect((await verify(files)).findings).toEqual([]);
    const report = await verify(files, kept(100, 300, 301, 650));
    expect(firstBad(report)).toBe(300);
    expect((await verify(files, kept(100, 650))).findings[0]).toMatchObject(
      _name === 'truncate' ? { index: 300, exact: true } : { index: 100, exact: false },
    );
  });

  it('shows a rollback by its end', async () => {
    const report = await verify(filesOf(entries.slice(0, 600), signer), kept(600, 700));
    expect(report.findings).toMatchObject([{ index: 600, exact: true }]);
  });

  it('shows a split view: two logs of one size', async () => {
    const other = rewritten((list) => (list[699] = entryOf(700, 'benefits/0/1', 'for somebody else')));
    const report = await verify(other, kept(699, 700));
    expect(report.findings).toMatchObject([{ index: 699, exact: true }]);
  });

  it('shows a number that stands twice', async () => {
    const files = rewritten((list) => (list[300] = entryOf(7)));
    expect(firstBad(await verify(files))).toBe(300);
  });

  it('shows what is no entry', async () => {
    const canonical = entryOf(301).toString();
    for (const text of ['', '{}', ` ${canonical}`, canonical.replace('"301"', '"0301"'), canonical.replace('=', '-')])
      expect(firstBad(await verify(rewritten((list) => (list[300] = Buffer.from(text)))))).toBe(300);
  });
});
