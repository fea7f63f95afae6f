import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { LogTiles } from '../../src/log/application/log-tiles.js';
import { entryBytes } from '../../src/log/domain/entry.js';
import { leafHash } from '../../src/log/domain/hashing.js';
import { LogTree } from '../../src/log/domain/log-tree.js';
import { FileLogFolder } from '../../src/log/infrastructure/file-log-folder.js';

const root = mkdtempSync(join(tmpdir(), 'doorstep-tiles-'));
afterAll(() => rmSync(root, { recursive: true }));

it('a tree of before is still read while a round that fills its tiles is not committed yet', async () => {
  const folder = new FileLogFolder(root);
  const tree = LogTree.empty();
  const entries = Array.from({ length: 700 }, (_, index) =>
    entryBytes({ source: 'meal-orders:s1', sequence: String(index + 1), commitment: Buffer.alloc(32, index % 251) }),
  );
  await folder.writeTiles([...tree.append(entries.slice(0, 100)), ...tree.partials()]);
  // One round fills two tiles: the partial one of before is gone at once, the new size is not known to anybody yet.
  await folder.writeTiles([...tree.append(entries.slice(100)), ...tree.partials()]);
  expect(await folder.readTile({ level: 0, index: 0, width: 100 })).toBeUndefined();

  const tiles = new LogTiles(folder);
  const hashes = await tiles.read({ level: 0, index: 0, width: 100 }, 100);
  expect(hashes.equals(Buffer.concat(entries.slice(0, 100).map(leafHash)))).toBe(true);
  const before = LogTree.empty();
  before.append(entries.slice(0, 100));
  expect(await tiles.proofs(100).root()).toEqual(before.root());
  expect(await LogTree.restore(100, (tile) => tiles.read(tile, 100)).then((again) => again.root())).toEqual(
    before.root(),
  );
  await expect(tiles.read({ level: 0, index: 5, width: 7 }, 1287)).rejects.toThrow('a tile of the log is missing');
});
