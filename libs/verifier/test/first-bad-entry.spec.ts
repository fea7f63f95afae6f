import { describe, expect, it } from '@jest/globals';
import { firstBad, openCheckpoint, readVerifierKey, verifyLog } from '../src/index.js';
import { nodePlatform } from '../src/node/node-platform.js';
import { asFiles, bundleOf, checkpointOf, entriesOf, entryOf, filesOf, newSigner } from './sample-log.js';

const signer = newSigner();
const keys = [readVerifierKey(signer.vkey, nodePlatform)];
const entries = entriesOf(700);
const strangers = Array.from({ length: 256 }, (_, n) => entryOf(n + 1, 'registry/0/1'));

async function verify(files: ReadonlyMap<string, Buffer>, notes: readonly string[]) {
  const kept = await Promise.all(notes.map((note) => openCheckpoint(note, keys)));
  return verifyLog({ files: asFiles(files), keys, kept, platform: nodePlatform });
}

describe('entries that are not those of the tree, beside kept checkpoints', () => {
  const kept = [100, 650].map((size) => checkpointOf(entries.slice(0, size), signer));
  const LENGTH = 2 + (entries[300]?.length ?? 0);

  it.each<[string, number, (files: Map<string, Buffer>) => void]>([
    [
      'one changed',
      300,
      (files) => {
        const bundle = files.get('tile/entries/001') as Buffer;
        const at = (300 - 256) * LENGTH + 30;
        bundle[at] = (bundle[at] as number) ^ 1;
      },
    ],
    [
      'bundles that changed places',
      256,
      (files) => {
        const [one, other] = ['tile/entries/001', 'tile/entries/002.p/188'].map((path) => files.get(path) as Buffer);
        const swapped = Buffer.concat([other as Buffer, (one as Buffer).subarray((other as Buffer).length)]);
        files.set('tile/entries/001', swapped);
      },
    ],
    ['a bundle of which every entry is another', 0, (files) => files.set('tile/entries/000', bundleOf(strangers))],
  ])('%s: the first one is named, not where a checkpoint last agreed', async (_name, index, change) => {
    const files = filesOf(entries, signer);
    change(files);
    const report = await verify(files, kept);
    expect(report.findings.filter(({ exact }) => !exact)).toEqual([]);
    expect(firstBad(report)).toBe(index);
  });
});
