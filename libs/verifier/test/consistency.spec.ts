import { describe, expect, it } from '@jest/globals';
import { verifyGrowth } from '../src/consistency.js';
import { openCheckpoint, readVerifierKey } from '../src/note.js';
import { nodePlatform as platform } from '../src/node/node-platform.js';
import { asFiles, checkpointOf, entriesOf, entryOf, filesOf, newSigner } from './sample-log.js';

const signer = newSigner();
const keys = [readVerifierKey(signer.vkey, platform)];
const entries = entriesOf(700);
const opened = (count: number, all = entries) => openCheckpoint(checkpointOf(all.slice(0, count), signer), keys);
const log = (all = entries) => ({ files: asFiles(filesOf(all, signer)), keys, platform });
const SIZES = [1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 513, 699, 700];

describe('the growth of a log', () => {
  it('is proven from its tiles between any two sizes, in either order', async () => {
    for (const older of SIZES)
      for (const newer of SIZES) await verifyGrowth(await opened(older), await opened(newer), log());
  });

  it('is refused when anything before the older size is another one', async () => {
    for (const place of [0, 5, 255, 256, 509]) {
      const changed = entries.map((entry, n) => (n === place ? entryOf(n + 1, 'benefits/0/1', 'forged') : entry));
      for (const older of [510, 512, 513])
        await expect(verifyGrowth(await opened(older), await opened(700, changed), log(changed))).rejects.toThrow(
          'another history',
        );
      await expect(verifyGrowth(await opened(700), await opened(700, changed), log(changed))).rejects.toThrow(
        'another history',
      );
    }
  });

  it('is refused when the log has fewer entries than were signed', async () => {
    const short = entries.slice(0, 600);
    await expect(verifyGrowth(await opened(700), await opened(600), log(short))).rejects.toThrow('are gone');
  });

  it('cannot be lied about with other tiles', async () => {
    const files = filesOf(entries, signer);
    for (const [path, bytes] of files)
      if (path.startsWith('tile/0')) files.set(path, Buffer.from(bytes.map((byte) => byte ^ 1)));
    await expect(
      verifyGrowth(await opened(300), await opened(700), { files: asFiles(files), keys, platform }),
    ).rejects.toThrow('another history');
  });
});
